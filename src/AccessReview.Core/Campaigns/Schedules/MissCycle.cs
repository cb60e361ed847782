using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>Records the cycles of a schedule whose due day, and that of their draft, has passed without a launch. A cycle stays missed, even if it is
/// held later.</summary>
public sealed class MissCycle(Databases databases, Change change)
{
    /// <summary>Records each of them.</summary>
    public async Task RunAsync(long scheduleId, DateOnly today, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        foreach (var id in await Missed(db, scheduleId, today).Select(c => c.Id).ToListAsync(cancel))
        {
            var recorded = await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, nameof(MissCycle), async (scope, token) =>
            {
                if (await Missed(scope.Db, scheduleId, today).SingleOrDefaultAsync(c => c.Id == id, token) is { } cycle)
                {
                    cycle.MissedAt = scope.At;
                    var due = await scope.Db.Campaigns.Where(c => c.Id == cycle.CampaignId).Select(c => c.DueDate).SingleAsync(token);
                    scope.Record(new CycleMissed(scheduleId, cycle.Number, cycle.LaunchDay, due > cycle.DueDay ? due : cycle.DueDay), cycle.CampaignId);
                }

                return Done.Yes;
            }, cancel);
            recorded.Require();
        }
    }

    // A campaign that was purged was closed or given up years ago: nothing is found out about it any more.
    private static IQueryable<ScheduledCycle> Missed(ReviewDb db, long scheduleId, DateOnly today) => db.ScheduledCycles
        .Where(c => c.ScheduleId == scheduleId && c.MissedAt == null && c.DueDay < today && db.Campaigns.Any(p => p.Id == c.CampaignId && p.LaunchedAt == null && p.DueDate < today));
}

/// <summary>A campaign that repeats was not launched by the day it was to be done.</summary>
public sealed record CycleMissed(long Schedule, int Cycle, DateOnly Launch, DateOnly Due) : EventBody;
