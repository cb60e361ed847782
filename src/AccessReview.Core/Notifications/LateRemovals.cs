using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>What is late after a campaign, and what nobody but whoever answers for the campaign is told of as late: removals that were the product's to carry out, and tasks by
/// hand around removals.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="IsTask">Whether these are tasks by hand.</param>
/// <param name="At">When their time was over.</param>
/// <param name="Count">How many of that time.</param>
internal sealed record LateRemovals(long CampaignId, bool IsTask, DateTime At, int Count)
{
    /// <summary>Reads them; of one campaign where it is named.</summary>
    internal static async Task<List<LateRemovals>> ReadAsync(ReviewDb db, long? campaignId, DateTime now, CancellationToken cancel)
    {
        var moment = await Moment.OfAsync(db, now, cancel);
        return [.. await OfProductAsync(db, campaignId, moment, cancel), .. await TasksAsync(db, campaignId, moment, cancel)];
    }

    /// <summary>Whether whoever answers for a campaign has something new to hear of what is late: its time was over since they were told last, or there is more than they were told, as
    /// what was waived or noted as done comes back with the day it had. At most once a day.</summary>
    /// <param name="told">What they were told of it.</param>
    /// <param name="late">What is late now.</param>
    /// <param name="today">The campaign's day.</param>
    internal static bool IsNews(IEnumerable<Notification> told, IReadOnlyCollection<(DateTime At, int Count)> late, DateOnly today)
    {
        List<Notification> before = [.. told];
        return late.Count > 0 && (before.MaxBy(n => n.At) is not { } last
            || (before.TrueForAll(n => n.Slot != today) && (late.Max(l => l.At) > last.At || late.Sum(l => l.Count) > last.Items)));
    }

    // By application, as the index has them: open ones alone are looked at.
    private static async Task<IEnumerable<LateRemovals>> OfProductAsync(ReviewDb db, long? campaignId, Moment now, CancellationToken cancel)
    {
        var applications = await db.Applications.Select(a => a.Id).ToListAsync(cancel);
        var alike = await db.Removals.AsNoTracking().Where(r => EF.Parameter(applications).Contains(r.ApplicationId) && r.NotBefore != null && (campaignId == null || r.CampaignId == campaignId)).LateAt(db, now)
            .GroupBy(r => new { r.CampaignId, r.DueAt, r.DueDate }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var ids = alike.Select(g => g.Key.CampaignId).Distinct().ToList();
        var zones = await db.Campaigns.Where(c => EF.Parameter(ids).Contains(c.Id)).Select(c => new { c.Id, c.TimeZone }).ToDictionaryAsync(c => c.Id, c => TimeZoneInfo.FindSystemTimeZoneById(c.TimeZone), cancel);
        return alike.Select(g => new LateRemovals(g.Key.CampaignId, IsTask: false, g.Key.DueAt ?? Clock.EndOfDay(g.Key.DueDate, zones[g.Key.CampaignId]), g.Count));
    }

    private static async Task<IEnumerable<LateRemovals>> TasksAsync(ReviewDb db, long? campaignId, Moment now, CancellationToken cancel)
    {
        // Where nothing is taken away nobody notes a task any more, and it stays open for ever: those are left in the database.
        var alike = await (
            from task in db.RemovalTasks
            where task.DoneById == null && task.DueDate < now.Day
            join removal in db.Removals on task.RemovalId equals removal.Id
            where !RemovalRules.StayingStates.Contains(removal.State) && (campaignId == null || removal.CampaignId == campaignId)
            group task by new { removal.CampaignId, task.DueDate } into late
            select new { late.Key, Count = late.Count() }).ToListAsync(cancel);
        if (alike.Count == 0)
        {
            return [];
        }

        var zone = (await CurrentPolicy.ReadAsync(db, cancel)).Policy.Zone;
        return alike.Select(g => new LateRemovals(g.Key.CampaignId, IsTask: true, Clock.EndOfDay(g.Key.DueDate, zone), g.Count));
    }
}
