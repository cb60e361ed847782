using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Whose signature is needed beside the campaign's owner's, as the owner of an application: asked for once whoever may close the campaign has nothing left to decide
/// in it, as what they decide later is not covered, but on the day it is due at the latest; again on that day, and each week after; and when something else was
/// decided since they signed.</summary>
internal static class DueSignatures
{
    /// <summary>Reads what is due.</summary>
    /// <param name="db">The database.</param>
    /// <param name="open">Campaigns that are open, with their policies.</param>
    /// <param name="left">Who has something left.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancel">Stops.</param>
    internal static async Task<List<Planned>> ReadAsync(
        ReviewDb db, IEnumerable<(Campaign Campaign, Policy Policy)> open, IReadOnlyList<WorkLeft> left, DateTime now, CancellationToken cancel)
    {
        var found = new List<Planned>();
        foreach (var (campaign, policy) in open.OrderBy(o => o.Campaign.Number))
        {
            List<long> closers = [.. (await CampaignOwners.OfAsync(db, campaign.OwnerId, cancel)).Append(campaign.OwnerId).Distinct()];
            var reminder = ReminderSlots.NewestEscalation(campaign, policy, 0, now);
            if (reminder is not null || !left.Any(l => l.CampaignId == campaign.Id && l.Undecided > 0 && closers.Contains(l.ReviewerId)))
            {
                found.AddRange(await OfAsync(db, campaign, closers, reminder, now, cancel));
            }
        }

        return found;
    }

    /// <summary>Applications of a person in which their signature is needed and not given.</summary>
    internal static async Task<int> CountAsync(ReviewDb db, long campaignId, long ownerId, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleAsync(c => c.Id == campaignId, cancel);
        return (await SecondSignature.ReadAsync(db, campaign, cancel)).Count(s => s.OwnerId == ownerId && s is { IsNeeded: true, IsGiven: false } && !s.Closers.Contains(ownerId));
    }

    // Whether a signature is needed is read from the decisions, which are many: of whom nothing new can be said they are not read.
    private static async Task<List<Planned>> OfAsync(ReviewDb db, Campaign campaign, List<long> closers, DateOnly? reminder, DateTime now, CancellationToken cancel)
    {
        var here = CurrentPeople.Here(db, await CurrentPolicy.DayAsync(db, now, cancel));
        var owners = await (
            from plan in db.CampaignApplications
            join application in db.Applications on plan.ApplicationId equals application.Id
            where plan.CampaignId == campaign.Id && plan.Active && application.OwnerId != null && !closers.Contains(application.OwnerId.Value) && here.Any(p => p.PersonId == application.OwnerId)
                && ((plan.ScopeApprovedById != null && closers.Contains(plan.ScopeApprovedById.Value))
                    || db.ReviewTurns.Any(t => t.CampaignId == campaign.Id && closers.Contains(t.ReviewerId) && t.State != TurnState.Undecided
                        && db.ReviewItems.Any(i => i.Id == t.ItemId && i.CampaignApplicationId == plan.Id)))
            select application.OwnerId!.Value).Distinct().Order().ToListAsync(cancel);
        if (owners.Count == 0)
        {
            return [];
        }

        var (today, keys) = (campaign.DayOf(now), closers.ConvertAll(c => Actor.Demo(c).Key));
        var told = (await db.Notifications.AsNoTracking().Where(n => n.CampaignId == campaign.Id && n.Kind == NotificationKind.SignatureWaits).ToListAsync(cancel)).ToLookup(n => n.RecipientId);
        var signed = (await db.SignOffs.Where(s => s.CampaignId == campaign.Id && s.Level == SignOffLevel.ApplicationOwner && s.WithdrawnAt == null).Select(s => new { s.SignerId, s.EventSeq }).ToListAsync(cancel))
            .ToLookup(s => s.SignerId, s => s.EventSeq);
        var found = new List<Planned>();
        foreach (var owner in owners)
        {
            var last = signed[owner].DefaultIfEmpty().Max();
            var slot = told[owner].All(n => n.EventSeq < last) ? today : reminder;
            if (slot is { } day && told[owner].All(n => n.Slot < day)
                && (last == 0 || await db.Decisions.AnyAsync(d => d.CampaignId == campaign.Id && d.EventSeq > last && keys.Contains(d.By), cancel))
                && await CountAsync(db, campaign.Id, owner, cancel) is > 0 and var needed)
            {
                found.Add(new Planned(campaign, owner, NotificationKind.SignatureWaits, day, needed));
            }
        }

        return found;
    }
}
