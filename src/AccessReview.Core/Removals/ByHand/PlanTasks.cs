using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Writes the tasks by hand that go with removals, as soon as they are planned or carried out. A removal gets a task of a kind
/// once.</summary>
public sealed class PlanTasks(Databases databases, Change change) : IFollowUp
{
    private const int MostAtOnce = 500;

    /// <inheritdoc/>
    public int Order => 22;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var missing = await RemovalFollowUps.MissingAsync(db, cancel);
        var ids = missing.Select(m => m.RemovalId).ToHashSet();
        if (ids.Count == 0)
        {
            return;
        }

        var campaigns = new Dictionary<long, long>();
        foreach (var some in ids.Chunk(MostAtOnce))
        {
            foreach (var removal in await db.Removals.AsNoTracking().Where(r => some.Contains(r.Id)).Select(r => new { r.Id, r.CampaignId }).ToListAsync(cancel))
            {
                campaigns[removal.Id] = removal.CampaignId;
            }
        }

        foreach (var campaign in missing.GroupBy(m => campaigns[m.RemovalId]).OrderBy(g => g.Key))
        {
            foreach (var some in campaign.OrderBy(m => m.RemovalId).ThenBy(m => m.Task).Chunk(MostAtOnce))
            {
                (await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, nameof(PlanTasks), (scope, token) => WriteAsync(scope, campaign.Key, some, token), cancel)).Require();
            }
        }
    }

    private static async Task<Outcome<Done>> WriteAsync(ChangeScope scope, long campaignId, (long RemovalId, RemovalTaskKind Task)[] wanted, CancellationToken cancel)
    {
        var ids = wanted.Select(w => w.RemovalId).Distinct().ToList();
        var there = (await scope.Db.RemovalTasks.AsNoTracking().Where(t => ids.Contains(t.RemovalId)).Select(t => new { t.RemovalId, t.Kind }).ToListAsync(cancel))
            .Select(t => (t.RemovalId, t.Kind)).ToHashSet();
        var removals = await scope.Db.Removals.AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancel);
        var policy = (await CurrentPolicy.ReadAsync(scope.Db, cancel)).Policy;
        var soonest = (await Moment.OfAsync(scope.Db, scope.At, cancel)).Day.AddDays(policy.RemovalDueDays);
        var tasks = wanted.Where(w => !there.Contains(w)).Select(w => scope.Add(new RemovalTask
        {
            Id = scope.NewId(), RemovalId = w.RemovalId, Kind = w.Task, PersonId = removals[w.RemovalId].PersonId,
            DueDate = w.Task == RemovalTaskKind.HandOver ? removals[w.RemovalId].DueDate : soonest,
        })).ToList();
        if (tasks.Count > 0)
        {
            scope.Record(new RemovalTasksPlanned([.. tasks.Select(t => t.Id)], [.. tasks.Select(t => t.RemovalId)], [.. tasks.Select(t => t.Kind)]), campaignId);
        }

        return Done.Yes;
    }
}

/// <summary>Tasks by hand were written that go with removals; the lists run side by side.</summary>
/// <param name="TaskIds">The tasks.</param>
/// <param name="RemovalIds">The removal of each.</param>
/// <param name="Kinds">What is to be done.</param>
public sealed record RemovalTasksPlanned(IReadOnlyList<long> TaskIds, IReadOnlyList<long> RemovalIds, IReadOnlyList<RemovalTaskKind> Kinds) : EventBody;
