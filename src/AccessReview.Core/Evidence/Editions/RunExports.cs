using System.Globalization;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Evidence;

/// <summary>Takes the jobs that make editions, one at a time.</summary>
public sealed class RunExports(WorkQueue queue, MakeEdition make, TimeProvider time)
{
    /// <summary>How often one edition is begun before it is given up, which takes some hours: by then it is told about.</summary>
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
        var asked = ExportJob.Read(work).Again();
        var rows = new RowsWritten();
        try
        {
            // Counted before it is begun, so that an edition that ends its process each time is given up too.
            if (asked.Tries > MostTries)
            {
                await FailAsync(work, "The process that made it came to its end each time.");
                return false;
            }

            if (!await queue.WriteAsync(work, (_, mine) => mine.Arguments = asked.Write(), cancel))
            {
                return false;
            }

            Outcome<long> edition = default;
            var kept = await queue.WhileHeldAsync(
                work,
                async held =>
                {
                    edition = await make.RunAsync(asked.CampaignId, work.AskedBy, rows, held);
                    return work;
                },
                () => rows.Told,
                cancel);
            if (kept is null)
            {
                // Another process took this one for dead, and makes it.
                return false;
            }

            switch (edition.Problem)
            {
                case null:
                    await queue.EndAsync(work, WorkState.Done, edition.Value.ToString(CultureInfo.InvariantCulture), cancel);
                    return true;
                case { IsForNow: true } when asked.Tries < MostTries:
                    await queue.PutBackAsync(work, Later(asked), cancel);
                    return false;
                case { Code: MakeEdition.OvertakenCode } when asked.Tries < MostTries:
                    // What it says changed while it was being made: if the job is still this one's, it is made anew.
                    await queue.PutBackAsync(work, null, cancel);
                    return false;
                case var problem:
                    await FailAsync(work, problem.Sentence);
                    return false;
            }
        }
        catch (Exception trouble) when (StorageTrouble.Of(trouble) is not null && asked.Tries < MostTries)
        {
            await queue.PutBackAsync(work, Later(asked), CancellationToken.None);
            throw;
        }
        catch (Exception failure) when (failure is not OperationCanceledException && !cancel.IsCancellationRequested)
        {
            await FailAsync(work, StorageTrouble.Of(failure)?.Sentence ?? failure.Message);
            throw;
        }
    }

    private Task FailAsync(Work work, string why) => queue.EndAsync(work, WorkState.Failed, $"The evidence could not be made: {why}", CancellationToken.None);

    private DateTime Later(ExportJob asked) => time.Now() + TimeSpan.FromMinutes(1 << Math.Min(asked.Tries - 1, MostDoublings));
}
