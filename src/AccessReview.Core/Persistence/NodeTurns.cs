using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>Lets one node do what every node would do by the clock. The turn lies in <see cref="Work"/>: whoever takes it raises its
/// number, and a node that died lets go of it when the lease runs out.</summary>
public sealed class NodeTurns(Databases databases, OperationalWrites writes, TimeProvider time)
{
    private const string Kind = "clock";
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private readonly string owner = Guid.NewGuid().ToString("N");

    /// <summary>Does the work if it is due and no other node has it.</summary>
    /// <param name="key">Which work.</param>
    /// <param name="every">How soon after this turn the next one is due, on whichever node.</param>
    /// <param name="work">It. Doing it twice must do no harm: a node that was held up for longer than the lease goes on.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Whether it was this node's turn.</returns>
    public async Task<bool> RunAsync(string key, TimeSpan every, Func<CancellationToken, Task> work, CancellationToken cancel)
    {
        if (!await IsFreeAsync(key, every, cancel) || await TakeAsync(key, every, cancel) is not { } attempt)
        {
            return false;
        }

        try
        {
            await work(cancel);
        }
        finally
        {
            await GiveBackAsync(key, attempt, every);
        }

        return true;
    }

    private async Task<bool> IsFreeAsync(string key, TimeSpan every, CancellationToken cancel)
    {
        // Looking takes no lock, and every node looks.
        await using var db = databases.CreateDbContext();
        return await db.Works.AsNoTracking().SingleOrDefaultAsync(w => w.Kind == Kind && w.UniqueKey == key, cancel) is not { } turn || IsFree(turn, every);
    }

    private bool IsFree(Work turn, TimeSpan every) => turn.LeaseUntil is { } until ? IsOver(until, Lease) : turn.NotBefore is not { } due || IsOver(due, every);

    private bool IsOver(DateTime instant, TimeSpan most)
    {
        var now = time.Now();
        return instant <= now || instant > now + most + Clock.Apart;
    }

    private Task<int?> TakeAsync(string key, TimeSpan every, CancellationToken cancel)
    {
        int? taken = null;
        return writes.RunAsync(async (db, token) =>
        {
            var turn = await db.Works.AsTracking().SingleOrDefaultAsync(w => w.Kind == Kind && w.UniqueKey == key, token);
            if (turn is null)
            {
                turn = new Work { Kind = Kind, UniqueKey = key, Arguments = "{}", AskedBy = Actor.Product.Key, AskedAt = time.Now() };
                db.Add(turn);
            }
            else if (turn.Attempt == taken && turn.LeaseOwner == owner)
            {
                // Taken by a commit that was not heard of.
                return taken;
            }
            else if (!IsFree(turn, every))
            {
                return null;
            }

            (turn.State, turn.LeaseOwner, turn.LeaseUntil, turn.Attempt) = (WorkState.Running, owner, time.Now() + Lease, turn.Attempt + 1);
            return taken = turn.Attempt;
        }, cancel);
    }

    private Task GiveBackAsync(string key, int attempt, TimeSpan every) => writes.RunAsync(async (db, token) =>
    {
        if (await db.Works.AsTracking().SingleOrDefaultAsync(w => w.Kind == Kind && w.UniqueKey == key && w.Attempt == attempt && w.LeaseOwner == owner, token) is { } mine)
        {
            (mine.State, mine.LeaseUntil, mine.NotBefore) = (WorkState.Waiting, null, time.Now() + every);
        }

        return Done.Yes;
    }, CancellationToken.None);
}
