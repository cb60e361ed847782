using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>Launches the prepared draft of a schedule that launches itself, from its day on, once every gate passes and its owner may still
/// run campaigns. A late launch moves the due day, so that reviewers have the days they were promised.</summary>
public sealed class LaunchCycle(Databases databases, ChangeCampaign plan, PreviewCampaign preview, LaunchCampaign launch, TimeProvider time)
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
            await LaunchAsync(db, number, today.AddDays(schedule.OpenDays), cancel);
        }
    }

    private async Task LaunchAsync(ReviewDb db, int number, DateOnly due, CancellationToken cancel)
    {
        // The gates are looked at before anything is written, so that a draft that waits for a reading costs no event.
        if (!(await preview.RunAsync(Actor.Product, number, cancel)).IsOk || await WaitsForAsync(db, number, cancel))
        {
            return;
        }

        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Number == number, cancel);
        if (campaign.DueDate < due)
        {
            var later = CampaignPlan.Of(campaign) with { DueDate = due };
            if (!(await plan.RunAsync(Guid.NewGuid(), Actor.Product, number, later, cancel)).IsOk || !(await preview.RunAsync(Actor.Product, number, cancel)).IsOk)
            {
                return;
            }
        }

        await launch.RunAsync(Guid.NewGuid(), Actor.Product, number, cancel);
    }

    private async Task<bool> WaitsForAsync(ReviewDb db, int number, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleAsync(c => c.Number == number, cancel);
        return LaunchGates.Of(await GateFactsReader.ReadAsync(db, campaign, time.Now(), cancel)).Any(g => !g.Passed);
    }
}
