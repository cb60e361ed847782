using System.Globalization;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence;

/// <summary>Takes the jobs that make editions, one at a time. A lease keeps two processes from one job; a job whose process was
/// killed is taken again when its lease has run out.</summary>
public sealed class RunExports(Databases databases, OperationalWrites writes, MakeEdition make, TimeProvider time)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private readonly string owner = Guid.NewGuid().ToString("N");

    /// <summary>Does what is waiting; returns when nothing is.</summary>
    /// <returns>How many editions were made.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var made = 0;
        while (await TakeAsync(cancel) is { } work)
        {
            made += await DoAsync(work, cancel) ? 1 : 0;
        }

        return made;
    }

    private async Task<bool> DoAsync(Work work, CancellationToken cancel)
    {
        using var job = Telemetry.Job(ExportJob.Kind);
        var told = new LeaseKeeper(rows => KeepAsync(work, rows, cancel), time, Lease / 6);
        try
        {
            var edition = await make.RunAsync(ExportJob.Read(work).CampaignId, work.AskedBy, told, cancel);
            if (!edition.IsOk)
            {
                // Its lease ran out and another process made one meanwhile: if the job is still this one's, it is made anew.
                await WriteAsync(work, mine => (mine.State, mine.LeaseUntil) = (WorkState.Waiting, null), cancel);
                return false;
            }

            await EndAsync(work, WorkState.Done, edition.Value.ToString(CultureInfo.InvariantCulture), cancel);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await EndAsync(work, WorkState.Failed, $"The evidence could not be made: {failure.Message}", CancellationToken.None);
            throw;
        }
    }

    private async Task<Work?> TakeAsync(CancellationToken cancel)
    {
        await using (var db = databases.CreateDbContext())
        {
            // Looking takes no lock; only a job that is there is worth the writers' queue.
            if (!await Free(db, time.Now()).AnyAsync(cancel))
            {
                return null;
            }
        }

        return await writes.RunAsync(async (db, token) =>
        {
            var now = time.Now();
            var work = await Free(db, now).AsTracking().OrderBy(w => w.AskedAt).ThenBy(w => w.Id).FirstOrDefaultAsync(token);
            if (work is not null)
            {
                (work.State, work.LeaseOwner, work.LeaseUntil, work.Attempt) = (WorkState.Running, owner, now + Lease, work.Attempt + 1);
            }

            return work;
        }, cancel);
    }

    private static IQueryable<Work> Free(ReviewDb db, DateTime now) => db.Works.Where(
        w => w.Kind == ExportJob.Kind && (w.State == WorkState.Waiting || (w.State == WorkState.Running && w.LeaseUntil < now)));

    private Task KeepAsync(Work work, (long Rows, long Total) told, CancellationToken cancel) => WriteAsync(
        work,
        mine => (mine.Progress, mine.Total, mine.LeaseUntil) = (told.Rows, told.Total, time.Now() + Lease),
        cancel);

    private Task EndAsync(Work work, WorkState state, string result, CancellationToken cancel) => WriteAsync(
        work,
        mine => (mine.State, mine.Result, mine.EndedAt, mine.LeaseUntil, mine.Progress) = (state, result, time.Now(), null, state == WorkState.Done ? mine.Total : mine.Progress),
        cancel);

    /// <summary>Changes the job as long as this attempt still has it.</summary>
    private Task WriteAsync(Work work, Action<Work> change, CancellationToken cancel) => writes.RunAsync(async (db, token) =>
    {
        if (await db.Works.AsTracking().SingleOrDefaultAsync(w => w.Id == work.Id && w.Attempt == work.Attempt && w.LeaseOwner == owner, token) is { } mine)
        {
            change(mine);
        }

        return Done.Yes;
    }, cancel);
}
