using AccessReview.Core.Connections;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Asks for the readings that are due by their schedule. Of several nodes each may ask: one reading is made.</summary>
public sealed class PlanReadings(Databases databases, OperationalWrites writes, TimeProvider time)
{
    /// <summary>Asks for what is due.</summary>
    /// <returns>How many readings were asked for.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var now = time.Now();
        var last = (await db.Extracts.AsNoTracking().Where(e => e.ConnectionId != null).GroupBy(e => e.ConnectionId!.Value)
            .Select(g => new { g.Key, At = g.Max(e => e.ReadAt) }).ToListAsync(cancel)).ToDictionary(l => l.Key, l => l.At);
        var due = (await db.Connections.AsNoTracking().Where(c => c.Active && c.TestedAt != null).ToListAsync(cancel))
            .Where(c => ConnectionSettings.Parse(c.Settings).EveryHours is > 0 and var hours && (!last.TryGetValue(c.Id, out var at) || at.AddHours(hours) <= now)).ToList();
        if (due.Count > 0)
        {
            await writes.RunAsync(async (own, token) =>
            {
                foreach (var connection in due)
                {
                    await ReadingJob.AskAsync(own, connection, Actor.Product.Key, now, token);
                }

                return Done.Yes;
            }, cancel);
        }

        return due.Count;
    }
}
