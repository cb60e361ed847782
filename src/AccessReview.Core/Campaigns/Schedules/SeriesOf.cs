using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>Finds what belongs to a series of campaigns.</summary>
internal static class SeriesOf
{
    /// <summary>The schedule in force that the campaign began, or belongs to; the newest where several would do.</summary>
    public static Task<CampaignSchedule?> CampaignAsync(ReviewDb db, long campaignId, CancellationToken cancel) => db.CampaignSchedules
        .Where(s => s.Active && (s.FromCampaignId == campaignId || db.ScheduledCycles.Any(c => c.ScheduleId == s.Id && c.CampaignId == campaignId)))
        .OrderByDescending(s => s.Id).FirstOrDefaultAsync(cancel);

    /// <summary>The number of the first cycle that has no row yet.</summary>
    public static async Task<int> NextNumberAsync(ReviewDb db, CampaignSchedule schedule, CancellationToken cancel) =>
        1 + Math.Max(schedule.AnchorNumber - 1, await db.ScheduledCycles.Where(c => c.ScheduleId == schedule.Id).MaxAsync(c => (int?)c.Number, cancel) ?? 0);

    /// <summary>Cycles to be prepared by now that a clock which ran ahead found missed: the day they are due is still to come, and their draft, if there is one, waits.</summary>
    public static IQueryable<ScheduledCycle> MissedAhead(ReviewDb db, CampaignSchedule schedule, DateOnly today)
    {
        var (id, launch) = (schedule.Id, today.AddDays(schedule.PrepareDays));
        return db.ScheduledCycles.Where(c => c.ScheduleId == id && c.MissedAt != null && c.DueDay >= today && c.LaunchDay <= launch
            && (c.CampaignId == null || db.Campaigns.Any(p => p.Id == c.CampaignId && p.State == CampaignState.Draft)));
    }

    /// <summary>The series' last campaign that was launched: what the next one is like.</summary>
    public static Task<Campaign> LastAsync(ReviewDb db, CampaignSchedule schedule, CancellationToken cancel) => Launched(db, schedule).Include(c => c.Applications).FirstAsync(cancel);

    /// <summary>The applications by name that the last one reviewed, and the next one leaves out: they are out of scope.</summary>
    public static async Task<IReadOnlyList<string>> LeftOutAsync(ReviewDb db, CampaignSchedule schedule, CancellationToken cancel)
    {
        var last = await Launched(db, schedule).Select(c => c.Id).FirstOrDefaultAsync(cancel);
        return await db.Applications.AsNoTracking().OutOfScope().Where(a => db.CampaignApplications.Any(p => p.Active && p.ApplicationId == a.Id && p.CampaignId == last))
            .OrderBy(a => a.NameKey).Select(a => a.Name).ToListAsync(cancel);
    }

    private static IQueryable<Campaign> Launched(ReviewDb db, CampaignSchedule schedule) => db.Campaigns.AsNoTracking()
        .Where(c => c.LaunchedAt != null && (c.Id == schedule.FromCampaignId || db.ScheduledCycles.Any(y => y.ScheduleId == schedule.Id && y.CampaignId == c.Id)))
        .OrderByDescending(c => c.LaunchedAt);
}
