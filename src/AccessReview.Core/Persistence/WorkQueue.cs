using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>Takes jobs of a kind, one at a time. A lease keeps two processes from one job; a job whose process was killed is taken
/// again when its lease has run out.</summary>
public sealed class WorkQueue(Databases databases, OperationalWrites writes, TimeProvider time)
{
    /// <summary>How long a job is held without a sign of life.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>How long a job is put off at most.</summary>
    public static readonly TimeSpan MostPause = TimeSpan.FromDays(1);

    private readonly string owner = Guid.NewGuid().ToString("N");

    /// <summary>The oldest free job, now ours; null when there is none.</summary>
    public async Task<Work?> TakeAsync(string kind, CancellationToken cancel)
    {
        await using (var db = databases.CreateDbContext())
        {
            // Looking takes no lock; only a job that is there is worth the writers' queue.
            if (!await Free(db, kind, time.Now(), Lease, MostPause).AnyAsync(cancel))
            {
                return null;
            }
        }

        return await TakeAsync(writes, (db, now) => Free(db, kind, now, Lease, MostPause), owner, Lease, time, cancel);
    }

    /// <summary>Says how far it is and keeps it.</summary>
    /// <returns>Whether it is still ours; otherwise nothing more is to be done.</returns>
    public Task<bool> KeepAsync(Work work, long progress, long total, CancellationToken cancel) => WriteAsync(
        work, (_, mine) => (mine.Progress, mine.Total, mine.LeaseUntil) = (progress, total, time.Now() + Lease), cancel);

    /// <summary>Does what may take longer than a lease, and renews it meanwhile. The work is cancelled when another process has the job by now.</summary>
    /// <returns>What came of it; nothing when the job was lost.</returns>
    public Task<T?> WhileHeldAsync<T>(Work work, Func<CancellationToken, Task<T?>> act, CancellationToken cancel)
        where T : class => WhileHeldAsync(work, act, mine => mine.LeaseUntil = time.Now() + Lease, cancel);

    /// <summary>The same, where each renewal says how far it is.</summary>
    /// <returns>What came of it; nothing when the job was lost.</returns>
    public Task<T?> WhileHeldAsync<T>(Work work, Func<CancellationToken, Task<T?>> act, Func<(long Progress, long Total)> howFar, CancellationToken cancel)
        where T : class => WhileHeldAsync(work, act, mine => ((mine.Progress, mine.Total), mine.LeaseUntil) = (howFar(), time.Now() + Lease), cancel);

    private async Task<T?> WhileHeldAsync<T>(Work work, Func<CancellationToken, Task<T?>> act, Action<Work> renew, CancellationToken cancel)
        where T : class
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var renewing = RenewAsync();
        try
        {
            return await act(lost.Token);
        }
        catch (Exception) when (lost.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            await ended.CancelAsync();
            await renewing;
        }

        async Task RenewAsync()
        {
            using var timer = new PeriodicTimer(Lease / 3, time);
            try
            {
                while (await timer.WaitForNextTickAsync(ended.Token))
                {
                    await RenewOnceAsync();
                }
            }
            catch (OperationCanceledException)
            {
                // The work has come to its end.
            }
        }

        async Task RenewOnceAsync()
        {
            try
            {
                if (!await WriteAsync(work, (_, mine) => renew(mine), ended.Token))
                {
                    await lost.CancelAsync();
                }
            }
            catch (Exception e) when (StorageTrouble.Of(e) is not null || ended.IsCancellationRequested)
            {
                // A database that cannot just now takes nothing away: the next renewal says whose the job is. And SQL Server's client has an exception of
                // its own for a statement that is cancelled because the work has come to its end.
            }
        }
    }

    /// <summary>Gives it back to be taken again, at once or later: not later than <see cref="MostPause"/> from now.</summary>
    public Task PutBackAsync(Work work, DateTime? notBefore, CancellationToken cancel) => WriteAsync(
        work, (_, mine) => (mine.State, mine.LeaseUntil, mine.NotBefore) = (WorkState.Waiting, null, notBefore), cancel);

    /// <summary>Ends it.</summary>
    public Task EndAsync(Work work, WorkState state, string result, CancellationToken cancel) => WriteAsync(
        work,
        (_, mine) => (mine.State, mine.Result, mine.EndedAt, mine.LeaseUntil, mine.Progress) = (state, result, time.Now(), null, state == WorkState.Done ? mine.Total : mine.Progress),
        cancel);

    /// <summary>Changes the job, and what belongs to it, as long as this attempt still has it.</summary>
    /// <returns>Whether it still had it.</returns>
    public Task<bool> WriteAsync(Work work, Action<ReviewDb, Work> change, CancellationToken cancel) => WriteAsync(
        work,
        (db, mine, _) =>
        {
            change(db, mine);
            return Task.FromResult(true);
        },
        cancel);

    /// <summary>The same, where the writing itself says whether to go on.</summary>
    /// <returns>What it said; false when another has the job by now.</returns>
    public Task<bool> WriteAsync(Work work, Func<ReviewDb, Work, CancellationToken, Task<bool>> change, CancellationToken cancel) => writes.RunAsync(
        async (db, token) =>
            await Held(db, work, owner).SingleOrDefaultAsync(token) is { } mine && await change(db, mine, token),
        cancel);

    /// <summary>How long a system that passes is left alone: as long as it asks for, and never shorter than the asker's own pause, which grows. One that
    /// asks for the same short while each time would use up every try in minutes.</summary>
    internal static TimeSpan Pause(TimeSpan? asked, TimeSpan own)
    {
        var wait = asked > own ? asked.Value : own;
        return wait < MostPause ? wait : MostPause;
    }

    /// <summary>Takes the oldest of the free jobs.</summary>
    /// <param name="writes">The door.</param>
    /// <param name="free">Those that are free at a time.</param>
    /// <param name="owner">Who takes it.</param>
    /// <param name="lease">For how long.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Stops before it is taken.</param>
    internal static Task<Work?> TakeAsync(
        OperationalWrites writes, Func<ReviewDb, DateTime, IQueryable<Work>> free, string owner, TimeSpan lease, TimeProvider time, CancellationToken cancel)
    {
        Work? taken = null;
        return writes.RunAsync(async (db, token) =>
        {
            // What was taken by a commit that was not heard of is free for nobody, and is ours.
            if (taken is not null && await Held(db, taken, owner).SingleOrDefaultAsync(token) is { } held)
            {
                return held;
            }

            var now = time.Now();
            taken = await free(db, now).AsTracking().OrderBy(w => w.AskedAt).ThenBy(w => w.Id).FirstOrDefaultAsync(token);
            if (taken is not null)
            {
                (taken.State, taken.LeaseOwner, taken.LeaseUntil, taken.Attempt) = (WorkState.Running, owner, now + lease, taken.Attempt + 1);
            }

            return taken;
        }, cancel);
    }

    /// <summary>The job as long as this attempt of this owner has it.</summary>
    internal static IQueryable<Work> Held(ReviewDb db, Work work, string owner) =>
        db.Works.AsTracking().Where(w => w.Id == work.Id && w.Attempt == work.Attempt && w.LeaseOwner == owner);

    /// <summary>Jobs that may be taken: nobody has them, or has them for longer than any lease.</summary>
    /// <param name="db">The database.</param>
    /// <param name="kind">Which kind.</param>
    /// <param name="now">The time.</param>
    /// <param name="lease">How long such a job is held.</param>
    /// <param name="pause">How long it is put off at most.</param>
    internal static IQueryable<Work> Free(ReviewDb db, string kind, DateTime now, TimeSpan lease, TimeSpan pause)
    {
        var (held, putOff) = (now + lease + Clock.Apart, now + pause + Clock.Apart);
        return db.Works.Where(w => w.Kind == kind && (
            (w.State == WorkState.Waiting && (w.NotBefore == null || w.NotBefore <= now || w.NotBefore > putOff))
            || (w.State == WorkState.Running && (w.LeaseUntil < now || w.LeaseUntil > held))));
    }
}
