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
        var late = await db.RemovalTasks.Where(t => t.DoneById == null && t.DueDate < now.Day).Select(t => new { t.RemovalId, t.DueDate }).ToListAsync(cancel);
        if (late.Count == 0)
        {
            return [];
        }

        // Few are late: their removals are looked up one by one.
        var ids = late.Select(t => t.RemovalId).Distinct().ToList();
        var campaigns = await db.Removals.Where(r => EF.Parameter(ids).Contains(r.Id) && (campaignId == null || r.CampaignId == campaignId)).Where(RemovalRules.HasTasks(db))
            .Select(r => new { r.Id, r.CampaignId }).ToDictionaryAsync(r => r.Id, r => r.CampaignId, cancel);
        var zone = (await CurrentPolicy.ReadAsync(db, cancel)).Policy.Zone;
        return late.Where(t => campaigns.ContainsKey(t.RemovalId)).GroupBy(t => (CampaignId: campaigns[t.RemovalId], t.DueDate))
            .Select(g => new LateRemovals(g.Key.CampaignId, IsTask: true, Clock.EndOfDay(g.Key.DueDate, zone), g.Count()));
    }
}
