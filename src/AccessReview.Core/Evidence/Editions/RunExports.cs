using System.Globalization;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Evidence;

/// <summary>Takes the jobs that make editions, one at a time.</summary>
public sealed class RunExports(WorkQueue queue, MakeEdition make, TimeProvider time)
{
    /// <summary>How often the database may fail one edition before it is given up, which takes some hours: by then it is told about.</summary>
    public const int MostTries = 12;

    private const int MostDoublings = 6;

    /// <summary>Does what is waiting; returns when nothing is.</summary>
    /// <returns>How many editions were made.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var made = 0;
        while (await queue.TakeAsync(ExportJob.Kind, cancel) is { } work)
        {
            made += await DoAsync(work, cancel) ? 1 : 0;
        }

        return made;
    }

    private async Task<bool> DoAsync(Work work, CancellationToken cancel)
    {
        using var job = Telemetry.Job(ExportJob.Kind);
        var told = new LeaseKeeper(rows => queue.KeepAsync(work, rows.Rows, rows.Total, cancel), time, WorkQueue.Lease / 6);
        try
        {
            var edition = await make.RunAsync(ExportJob.Read(work).CampaignId, work.AskedBy, told, cancel);
            if (!edition.IsOk)
            {
                // Its lease ran out and another process made one meanwhile: if the job is still this one's, it is made anew. A database that
                // cannot just now is given time.
                await queue.PutBackAsync(work, edition.Problem.IsForNow ? Later(work) : null, cancel);
                return false;
            }

            await queue.EndAsync(work, WorkState.Done, edition.Value.ToString(CultureInfo.InvariantCulture), cancel);
            return true;
        }
        catch (Exception trouble) when (StorageTrouble.Of(trouble) is not null && work.Attempt < MostTries)
        {
            await queue.PutBackAsync(work, Later(work), CancellationToken.None);
            throw;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await queue.EndAsync(work, WorkState.Failed, $"The evidence could not be made: {StorageTrouble.Of(failure)?.Sentence ?? failure.Message}", CancellationToken.None);
            throw;
        }
    }

    private DateTime Later(Work work) => time.Now() + TimeSpan.FromMinutes(1 << Math.Min(work.Attempt - 1, MostDoublings));
}
