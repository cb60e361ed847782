using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>Launches the prepared draft of a schedule that launches itself, from its day on, once every gate passes and its owner may still
/// run campaigns. A late launch moves the due day, so that reviewers have the days they were promised, by the schedule or by whoever changed the plan.</summary>
public sealed class LaunchCycle(Databases databases, LaunchReady launch)
{
    /// <summary>Launches what waits for it.</summary>
    public async Task RunAsync(long scheduleId, DateOnly today, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await ToLaunchAsync(db, scheduleId, cancel) is not { } schedule)
        {
            return;
        }

        var waiting = await (
            from cycle in db.ScheduledCycles
            where cycle.ScheduleId == scheduleId && cycle.MissedAt == null && cycle.LaunchDay <= today
            join campaign in db.Campaigns on cycle.CampaignId equals (long?)campaign.Id
            where campaign.State == CampaignState.Draft
            orderby cycle.Number
            select new { Cycle = cycle, campaign.Id, campaign.Number, campaign.DueDate }).ToListAsync(cancel);
        foreach (var draft in waiting)
        {
            var from = draft.DueDate == draft.Cycle.DueDay ? draft.Cycle.LaunchDay : await SaidAsync(db, draft.Id, draft.DueDate, draft.Cycle.LaunchDay, schedule, cancel);
            await launch.RunAsync(draft.Number, draft.DueDate.AddDays(Math.Max(0, today.DayNumber - from.DayNumber)), async (own, token) => await ToLaunchAsync(own, scheduleId, token) is not null, cancel);
        }
    }

    // The schedule as long as it is in force, launches itself and its owner may run campaigns: somebody may stop it while the product is at work.
    private static async Task<CampaignSchedule?> ToLaunchAsync(ReviewDb db, long scheduleId, CancellationToken cancel) =>
        await db.CampaignSchedules.AsNoTracking().SingleOrDefaultAsync(s => s.Id == scheduleId && s.Active && s.LaunchesItself, cancel) is { } schedule
        && (await RolesOf.ActorAsync(db, Actor.Demo(schedule.OwnerId), cancel) & Role.CampaignOwner) != Role.None
            ? schedule
            : null;

    // The day on which the draft was given the due day it has, or that of its launch, if later: from then on a day that passes is one less for the reviewers.
    private static async Task<DateOnly> SaidAsync(ReviewDb db, long campaignId, DateOnly due, DateOnly launchDay, CampaignSchedule schedule, CancellationToken cancel)
    {
        var changes = await db.AuditEvents.AsNoTracking().Where(e => e.CampaignId == campaignId && e.Type == nameof(CampaignPlanChanged)).OrderByDescending(e => e.Seq).ToListAsync(cancel);
        return changes.TakeWhile(e => EventJson.Read<CampaignPlanChanged>(e).Due == due).LastOrDefault() is { } said
            && Clock.DayIn(said.At, TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone)) is var day && day > launchDay ? day : launchDay;
    }
}
