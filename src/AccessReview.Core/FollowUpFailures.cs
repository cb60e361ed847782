using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core;

/// <summary>A follow-up that failed when it was last run.</summary>
/// <param name="Name">Which.</param>
/// <param name="Since">When it failed first; it has not ended well since.</param>
public sealed record FailingFollowUp(string Name, DateTime Since);

/// <summary>Remembers which follow-ups fail, in the database: the clock's turn goes from node to node, and each is asked how things are. It keeps
/// no message, which could hold a name.</summary>
public sealed class FollowUpFailures(Databases databases, OperationalWrites writes, TimeProvider time)
{
    private const string Kind = "follow-up";

    /// <summary>Those that fail, the longest failing first.</summary>
    public async Task<IReadOnlyList<FailingFollowUp>> ReadAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await db.Works.AsNoTracking().Where(w => w.Kind == Kind).OrderBy(w => w.AskedAt).ThenBy(w => w.UniqueKey).Select(w => new FailingFollowUp(w.UniqueKey, w.AskedAt)).ToListAsync(cancel);
    }

    /// <summary>Keeps which failed just now; all others ended well.</summary>
    internal async Task KeepAsync(IReadOnlyCollection<string> failed, CancellationToken cancel)
    {
        // Looking takes no place in the queue of writers.
        if ((await ReadAsync(cancel)).Select(f => f.Name).ToHashSet(StringComparer.Ordinal).SetEquals(failed))
        {
            return;
        }

        await writes.RunAsync(async (db, token) =>
        {
            var known = await db.Works.AsTracking().Where(w => w.Kind == Kind).ToListAsync(token);
            db.RemoveRange(known.Where(w => !failed.Contains(w.UniqueKey)));
            db.AddRange(failed.Except(known.Select(w => w.UniqueKey)).Select(
                name => new Work { Kind = Kind, UniqueKey = name, Arguments = "{}", AskedBy = Actor.Product.Key, AskedAt = time.Now(), State = WorkState.Failed }));
            return Done.Yes;
        }, cancel);
    }
}
