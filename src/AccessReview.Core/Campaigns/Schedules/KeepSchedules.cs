using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>What the clock does about campaigns that repeat: prepares the draft some days ahead, finds what was missed, and launches where
/// that was chosen and every gate passes. It looks at what lies in the database and at the day, so that running it twice changes
/// nothing, and after weeks of standing still every cycle is accounted for.</summary>
public sealed class KeepSchedules(Databases databases, PrepareCycle prepare, MissCycle miss, LaunchCycle launch, TimeProvider time) : IFollowUp
{
    /// <summary>Before the reviewers are written to.</summary>
    public int Order => 35;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        foreach (var schedule in await db.CampaignSchedules.AsNoTracking().Where(s => s.Active).OrderBy(s => s.Id).ToListAsync(cancel))
        {
            var today = Clock.DayIn(time.Now(), TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone));
            foreach (var number in await SeriesOf.MissedAhead(db, schedule, today).OrderBy(c => c.Number).Select(c => c.Number).ToListAsync(cancel))
            {
                await prepare.RunAsync(schedule.Id, number, today, cancel);
            }

            for (var number = await SeriesOf.NextNumberAsync(db, schedule, cancel); schedule.Dates(number).Prepare <= today; number++)
            {
                await prepare.RunAsync(schedule.Id, number, today, cancel);
            }

            await miss.RunAsync(schedule.Id, today, cancel);
            await launch.RunAsync(schedule.Id, today, cancel);
        }
    }
}
