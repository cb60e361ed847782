using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>Launches the prepared draft of a schedule that launches itself, from its day on, once every gate passes and its owner may still
/// run campaigns. A late launch moves the due day, so that reviewers have the days they were promised.</summary>
public sealed class LaunchCycle(Databases databases, LaunchReady launch)
{
    /// <summary>Launches what waits for it.</summary>
    public async Task RunAsync(long scheduleId, DateOnly today, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var schedule = await db.CampaignSchedules.AsNoTracking().SingleAsync(s => s.Id == scheduleId, cancel);
        var waiting = await (
            from cycle in db.ScheduledCycles
            where cycle.ScheduleId == scheduleId && cycle.MissedAt == null && cycle.LaunchDay <= today
            join campaign in db.Campaigns on cycle.CampaignId equals (long?)campaign.Id
            where campaign.State == CampaignState.Draft
            orderby cycle.Number
            select campaign.Number).ToListAsync(cancel);
        if (waiting.Count == 0 || (await RolesOf.ActorAsync(db, Actor.Demo(schedule.OwnerId), cancel) & Role.CampaignOwner) == Role.None)
        {
            return;
        }

        foreach (var number in waiting)
        {
            await launch.RunAsync(number, today.AddDays(schedule.OpenDays), cancel);
        }
    }
}
