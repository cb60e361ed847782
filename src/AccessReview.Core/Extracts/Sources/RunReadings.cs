using System.Globalization;
using AccessReview.Connectors;
using AccessReview.Core.Applications;
using AccessReview.Core.Connections;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Takes the jobs that read connections, one at a time.</summary>
public sealed class RunReadings(Databases databases, WorkQueue queue, ConnectorFactory connectors, ReadConnection read, StoreReading store, FollowUps followUps, TimeProvider time)
{
    /// <summary>How often a system, or the database, may pass during one reading before it is given up: one that does not come back within hours
    /// is told about.</summary>
    public const int MostTries = 20;

    /// <summary>How often a reading is begun anew because a list came apart while it was read, before it is called incomplete.</summary>
    public const int MostAnew = 3;

    /// <summary>Does what is waiting; returns when nothing is.</summary>
    /// <returns>How many readings came to an end.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var done = 0;
        while (await queue.TakeAsync(ReadingJob.Kind, cancel) is { } work)
        {
            done += await DoAsync(work, cancel) ? 1 : 0;
        }

        if (done > 0)
        {
            await followUps.RunAsync(cancel);
        }

        return done;
    }

    private async Task<bool> DoAsync(Work work, CancellationToken cancel)
    {
        using var job = Telemetry.Job(ReadingJob.Kind);
        try
        {
            await using var db = databases.CreateDbContext();
            var asked = ReadingJob.Read(work);
            var ready = await connectors.ReadyAsync(db, asked.ConnectionId, cancel);
            if (!ready.IsOk)
            {
                // Nothing goes on from the pages that were kept: what is set in its place is read from the first one.
                if (await BeginAsync(work, asked, cancel))
                {
                    await queue.EndAsync(work, WorkState.Failed, ready.Problem.Sentence, cancel);
                }

                return true;
            }

            // Pages that were kept before the connection was set are of another system, or were asked for in another way.
            if (asked.Mark != ready.Value.Mark && !await BeginAsync(work, asked = asked.Of(ready.Value.Mark), cancel))
            {
                return false;
            }

            if (await queue.WhileHeldAsync(work, held => read.RunAsync(work, ready.Value, held), cancel) is not { } walked)
            {
                return false;
            }

            await using var pages = walked;
            if (walked.Walk.Torn && asked.Anew < MostAnew)
            {
                if (await BeginAsync(work, asked.Afresh(), cancel))
                {
                    await queue.PutBackAsync(work, null, cancel);
                }

                return false;
            }

            Outcome<long> stored = default;
            var kept = await queue.WhileHeldAsync(
                work,
                async held =>
                {
                    stored = await store.RunAsync(asked, ready.Value, walked, held);
                    return work;
                },
                cancel);
            if (kept is null)
            {
                // Another process took this one for dead, and stores it.
                return false;
            }

            if (stored.Problem is { IsForNow: true })
            {
                // The pages are kept: only the storing is tried again.
                await PassAsync(work, null, $"The reading could not be stored: {stored.Problem.Sentence}", cancel);
                return false;
            }

            await queue.WriteAsync(work, (own, mine) =>
            {
                own.KeptPages.Where(p => p.WorkId == work.Id).ExecuteDelete();
                (mine.State, mine.LeaseUntil, mine.EndedAt) = (stored.IsOk ? WorkState.Done : WorkState.Failed, null, time.Now());
                mine.Result = stored.IsOk ? stored.Value.ToString(CultureInfo.InvariantCulture) : stored.Problem.Sentence;
            }, cancel);
            return true;
        }
        catch (ConnectorException later)
        {
            await PassAsync(work, later.Wait, later.Message, cancel);
            return false;
        }
        catch (Exception trouble) when (StorageTrouble.Of(trouble) is { } problem)
        {
            await PassAsync(work, null, $"The reading could not be made: {problem.Sentence}", CancellationToken.None);
            throw;
        }
        catch (Exception failure) when (failure is not OperationCanceledException && !cancel.IsCancellationRequested)
        {
            await queue.EndAsync(work, WorkState.Failed, $"The reading could not be made: {failure.Message}", CancellationToken.None);
            throw;
        }
    }

    /// <summary>Begins the reading without a page.</summary>
    /// <returns>Whether the job is still ours.</returns>
    private Task<bool> BeginAsync(Work work, ReadingJob begun, CancellationToken cancel)
    {
        work.Arguments = begun.Write();
        return queue.WriteAsync(
            work,
            async (own, mine, token) =>
            {
                await own.KeptPages.Where(p => p.WorkId == work.Id).ExecuteDeleteAsync(token);
                (mine.Arguments, mine.Progress) = (work.Arguments, 0);
                return true;
            },
            cancel);
    }

    // It passes: the pages so far are kept, and the reading goes on when the system, or the database, may be asked again.
    private Task PassAsync(Work work, TimeSpan? later, string why, CancellationToken cancel)
    {
        var tried = ReadingJob.Read(work).Again();
        var wait = WorkQueue.Pause(later, TimeSpan.FromMinutes(Math.Min(30, 1 << Math.Min(tried.Tries, 5))));
        return tried.Tries >= MostTries
            ? queue.EndAsync(work, WorkState.Failed, why, cancel)
            : queue.WriteAsync(
                work, (_, mine) => (mine.Arguments, mine.State, mine.LeaseUntil, mine.NotBefore) = (tried.Write(), WorkState.Waiting, null, time.Now() + wait), cancel);
    }
}
