using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Operation;

/// <summary>Numbers about the product's own work.</summary>
/// <param name="Events">Events in the record.</param>
/// <param name="Jobs">Jobs by kind and state.</param>
public sealed record WorkMeasures(long Events, IReadOnlyList<(string Kind, WorkState State, int Count)> Jobs);

/// <summary>Reads those numbers. They name nobody, so nobody asks.</summary>
public sealed class MeasureWork(Databases databases)
{
    /// <summary>Reads them.</summary>
    public async Task<WorkMeasures> RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var jobs = await db.Works.AsNoTracking().GroupBy(w => new { w.Kind, w.State }).Select(g => new { g.Key.Kind, g.Key.State, Count = g.Count() }).ToListAsync(cancel);
        return new WorkMeasures(await db.ChainHeads.Select(h => h.Seq).SingleAsync(cancel), [.. jobs.Select(j => (j.Kind, j.State, j.Count))]);
    }
}
