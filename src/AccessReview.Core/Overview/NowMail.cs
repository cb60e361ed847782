using AccessReview.Core.Campaigns;
using AccessReview.Core.Notifications;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>What mail leaves to do: reviewers whom none reaches, and a mail server that does not take it; where it is off, reviewers whom nobody has told.</summary>
internal static class NowMail
{
    internal static async Task AddAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        if (reader.Has(Role.CampaignOwner))
        {
            await UnreachedAsync(reader, now, cancel);
            await UntoldAsync(reader, now, cancel);
        }

        if (reader.Has(Role.Administrator))
        {
            await StuckAsync(reader, now, cancel);
        }
    }

    private static async Task UnreachedAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        var db = reader.Db;
        var ended = await (
            from told in db.Notifications.AsNoTracking()
            join campaign in db.Campaigns on told.CampaignId equals campaign.Id
            where campaign.State == CampaignState.Active
                && db.CampaignProgress.Any(p => p.CampaignId == told.CampaignId && p.ReviewerId == told.RecipientId && p.Count > 0)
            join outcome in db.MailOutcomes on told.MailId equals outcome.MailId
            select new { told.CampaignId, campaign.Number, campaign.Name, told.RecipientId, told.Kind, told.Id, outcome.Result }).ToListAsync(cancel);
        var unreached = ended.Where(e => Planned.FamilyOf(e.Kind) == MailFamily.OwnWork).GroupBy(e => (e.CampaignId, e.RecipientId)).Select(g => g.MaxBy(e => e.Id)!)
            .Where(e => Unreached.Nobody.Contains(e.Result)).ToList();
        var left = unreached.Count == 0 ? [] : (await OpenWork.ReadAsync(db, cancel)).Select(l => (l.CampaignId, l.ReviewerId)).ToHashSet();
        now.AddRange(unreached.Where(e => left.Contains((e.CampaignId, e.RecipientId))).GroupBy(e => (e.Number, e.Name)).OrderBy(g => g.Key.Number)
            .Select(g => new NowItem(NowKind.Campaign, Urgency.Soon, $"{NowList.Count(g.Count(), "reviewer", "reviewers")} in {g.Key.Name} cannot be reached by mail", g.Key.Number)));
    }

    private static async Task UntoldAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        if (!reader.MailIsOff || reader.Actor.PersonId is not { } me)
        {
            return;
        }

        var counts = (await WhoKnows.UntoldAsync(reader.Db, me, cancel)).CountBy(u => u.CampaignId).ToDictionary();
        var ids = counts.Keys.ToList();
        var untold = (await reader.Db.Campaigns.AsNoTracking().Where(c => ids.Contains(c.Id)).OrderBy(c => c.Number).Select(c => new { c.Id, c.Number, c.Name, c.OwnerId }).ToListAsync(cancel))
            .ConvertAll(c => new { c.Number, c.Name, c.OwnerId, Count = counts[c.Id] });
        var mine = await CampaignOwners.AnsweredByAsync(reader.Db, untold.Select(u => u.OwnerId), me, cancel);
        now.AddRange(untold.Where(u => mine.Contains(u.OwnerId)).Select(u => new NowItem(
            NowKind.Untold, Urgency.Soon, $"{NowList.Count(u.Count, "reviewer", "reviewers")} in {u.Name} {(u.Count == 1 ? "has" : "have")} not been told: mail is off", u.Number)));
    }

    private static async Task StuckAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        var stuck = await reader.Db.Works.AsNoTracking().Where(w => w.Kind == MailJob.Kind && w.State == WorkState.Waiting && w.Result != null).OrderBy(w => w.Id).Select(w => w.Result!).ToListAsync(cancel);
        if (stuck.Count > 0)
        {
            now.Add(new NowItem(NowKind.Mail, Urgency.Soon, $"{NowList.Count(stuck.Count, "mail waits", "mails wait")} to be sent. {MailStatus.Words(stuck[0])}"));
        }
    }
}
