using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>What the owner of a campaign is to be told of: access that it revoked, that was verified gone, and that is there again. Told when a
/// reading has found some since it was told last, and at most once a day.</summary>
internal static class DueReturns
{
    /// <summary>Reads what is due.</summary>
    internal static async Task<List<Planned>> ReadAsync(ReviewDb db, IReadOnlySet<(long Recipient, MailFamily Family)> waiting, DateTime now, CancellationToken cancel)
    {
        var checks = await (
            from removal in db.Removals.AsNoTracking()
            where removal.State == RemovalState.Reappeared
            join check in db.RemovalChecks on removal.Id equals check.RemovalId
            orderby check.AsOf, check.EventSeq
            select new { removal.Id, removal.CampaignId, check.Result, check.EventSeq }).ToListAsync(cancel);
        // A later reading that still shows it is no news: what counts is the first that found it back. Of two of the same time, the one that came in last.
        var back = checks.GroupBy(c => c.Id)
            .SelectMany(r => r.Reverse().TakeWhile(c => c.Result != RemovalState.Verified).Where(c => c.Result == RemovalState.Reappeared).TakeLast(1)).ToList();
        var ids = back.Select(b => b.CampaignId).Distinct().ToList();
        var found = new List<Planned>();
        foreach (var campaign in await db.Campaigns.AsNoTracking().Where(c => ids.Contains(c.Id)).OrderBy(c => c.Number).ToListAsync(cancel))
        {
            var mine = back.Where(b => b.CampaignId == campaign.Id).ToList();
            var (today, newest) = (campaign.DayOf(now), mine.Max(b => b.EventSeq));

            // A mail says how things are when it goes: what was found by then is told by it.
            var told = await (
                from why in db.Notifications
                where why.CampaignId == campaign.Id && why.Kind == NotificationKind.AccessReturned
                from sent in db.MailOutcomes.Where(o => o.MailId == why.MailId && o.Result == MailResult.Sent).DefaultIfEmpty()
                where why.Slot == today || (sent == null ? why.EventSeq : sent.EventSeq) > newest
                select why.RecipientId).ToListAsync(cancel);
            found.AddRange((await CampaignOwners.OfAsync(db, campaign.OwnerId, cancel)).Except(told)
                .Where(owner => !waiting.Contains((owner, MailFamily.OwnRemovals))).Select(owner => new Planned(campaign, owner, NotificationKind.AccessReturned, today, mine.Count)));
        }

        return found;
    }
}
