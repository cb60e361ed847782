using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
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

    // Who they are is read first: what they have left is asked only where somebody is out of reach.
    private static async Task UnreachedAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        var db = reader.Db;
        var reviewers = await (
            from progress in db.CampaignProgress.AsNoTracking()
            where progress.Count > 0
            join campaign in db.Campaigns on progress.CampaignId equals campaign.Id
            where campaign.State == CampaignState.Active
            select new { progress.CampaignId, progress.ReviewerId, campaign.Number, campaign.Name }).Distinct().ToListAsync(cancel);
        var ids = reviewers.Select(r => r.ReviewerId).ToHashSet();
        var people = (await CurrentPeople.Of(db).Where(r => ids.Contains(r.PersonId)).ToListAsync(cancel)).GroupBy(r => r.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Id)!);
        var lost = await LostAsync(db, cancel);
        var why = reviewers.ConvertAll(r => (Reviewer: r, Why: Unreached.Of(people.GetValueOrDefault(r.ReviewerId), reader.Today) ?? (lost.Contains((r.CampaignId, r.ReviewerId)) ? MailResult.Refused : null))).FindAll(r => r.Why is not null);
        var left = why.Count == 0 ? [] : (await OpenWork.ReadAsync(db, cancel)).Select(l => (l.CampaignId, l.ReviewerId)).ToHashSet();
        foreach (var ((number, name, hasLeft), count) in why.Where(w => left.Contains((w.Reviewer.CampaignId, w.Reviewer.ReviewerId)))
            .CountBy(w => (w.Reviewer.Number, w.Reviewer.Name, HasLeft: w.Why == MailResult.HasLeft)).OrderBy(w => w.Key.Number).ThenBy(w => w.Key.HasLeft))
        {
            var who = NowList.Count(count, "reviewer", "reviewers");
            now.Add(new NowItem(NowKind.Campaign, Urgency.Soon, hasLeft ? $"{who} in {name} {(count == 1 ? "has" : "have")} left: give their items to somebody else" : $"{who} in {name} cannot be reached by mail", number));
        }
    }

    // Whose last mail about their own work was refused or given up, though there is an address.
    private static async Task<HashSet<(long CampaignId, long ReviewerId)>> LostAsync(ReviewDb db, CancellationToken cancel)
    {
        var ended = await (
            from told in db.Notifications.AsNoTracking()
            where db.Campaigns.Any(c => c.Id == told.CampaignId && c.State == CampaignState.Active)
            join outcome in db.MailOutcomes on told.MailId equals outcome.MailId
            select new { told.CampaignId, told.RecipientId, told.Kind, told.Id, outcome.Result }).ToListAsync(cancel);
        return [.. ended.Where(e => Planned.FamilyOf(e.Kind) == MailFamily.OwnWork).GroupBy(e => (e.CampaignId, e.RecipientId)).Where(g => g.MaxBy(e => e.Id)!.Result is MailResult.Refused or MailResult.GivenUp).Select(g => g.Key)];
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
