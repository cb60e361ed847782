using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>What whoever answers for a campaign is told of: items for whose second review nobody was found, until they name somebody. Told when there is another one, and
/// at most once a day.</summary>
internal static class DueSecondReviews
{
    /// <summary>Reads what is due.</summary>
    internal static async Task<List<Planned>> ReadAsync(ReviewDb db, IEnumerable<Campaign> open, DateTime now, CancellationToken cancel)
    {
        var found = new List<Planned>();
        foreach (var campaign in open.OrderBy(c => c.Number))
        {
            var lack = await CountAsync(db, campaign.Id, now, cancel);
            if (lack == 0)
            {
                continue;
            }

            var (today, told) = (campaign.DayOf(now), (await db.Notifications.AsNoTracking().Where(n => n.CampaignId == campaign.Id && n.Kind == NotificationKind.SecondReviewerMissing).ToListAsync(cancel)).ToLookup(n => n.RecipientId));
            foreach (var owner in await CampaignOwners.OfAsync(db, campaign.OwnerId, cancel))
            {
                if (told[owner].All(n => n.Slot != today) && await IsNewsAsync(db, campaign.Id, told[owner].Select(n => (DateTime?)n.At).Max(), now, cancel))
                {
                    found.Add(new Planned(campaign, owner, NotificationKind.SecondReviewerMissing, today, lack));
                }
            }
        }

        return found;
    }

    /// <summary>How many items of an open campaign there are.</summary>
    internal static Task<int> CountAsync(ReviewDb db, long campaignId, DateTime now, CancellationToken cancel) => Of(db, campaignId, now).CountAsync(cancel);

    // By the campaign's second reviews, which most campaigns have few of or none: its turns are not gone through, nor those of campaigns that are closed.
    private static IQueryable<ReviewTurn> Of(ReviewDb db, long campaignId, DateTime now) =>
        from second in db.SecondReviews
        where second.CampaignId == campaignId
        join turn in SecondCandidates.WithNobody(db, now) on second.ItemId equals turn.ItemId
        select turn;

    // One that was given to somebody in exchange for another makes no fewer.
    private static async Task<bool> IsNewsAsync(ReviewDb db, long campaignId, DateTime? told, DateTime now, CancellationToken cancel)
    {
        if (told is not { } at)
        {
            return true;
        }

        var known = SecondCandidates.WithNobody(db, now, at);
        return await Of(db, campaignId, now).AnyAsync(t => !known.Any(k => k.Id == t.Id), cancel);
    }
}
