using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Purging;

/// <summary>One approved purge and what became of it.</summary>
/// <param name="Words">What, in words.</param>
/// <param name="Done">What went; null when it did not.</param>
/// <param name="Problem">Why it did not.</param>
public sealed record PurgeResult(string Words, Purged? Done, Problem? Problem);

/// <summary>Carries out what two persons decided: bytes, names, addresses and texts go; hashes, counts and who decided it stay. Each
/// purge is one transaction.</summary>
public sealed class CarryOutPurges(Databases databases, Change change)
{
    private static Problem Unapproved { get; } = new("purge.unapproved", "it waits for a second person");

    /// <summary>Carries out every approved purge. The operator's command line asks, as the product.</summary>
    /// <param name="really">False only says what would be done.</param>
    /// <param name="cancel">Stops before the next one.</param>
    public async Task<IReadOnlyList<PurgeResult>> RunAsync(bool really, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var results = new List<PurgeResult>();
        var works = await db.Works.AsNoTracking().Where(w => w.Kind == PurgeJob.WorkKind && w.State == WorkState.Waiting).OrderBy(w => w.Id).ToListAsync(cancel);
        var said = await PurgeReplay.ReadAsync(db, works.ConvertAll(PurgeJob.Read), cancel);
        foreach (var work in works)
        {
            var job = PurgeJob.Read(work);
            var words = await WordsAsync(db, job, cancel);
            results.Add(said.Of(job)?.ApprovalSeq is null ? new PurgeResult(words, null, Unapproved)
                : really ? await CarryOutAsync(work.Id, words, cancel)
                : new PurgeResult(words, null, null));
        }

        return results;
    }

    private static async Task<string> WordsAsync(ReviewDb db, PurgeJob job, CancellationToken cancel) => job.Kind == PurgeKind.Reading
        ? $"reading X{await db.Extracts.Where(e => e.Id == job.Id).Select(e => e.Number).SingleAsync(cancel)}"
        : $"campaign C{await db.Campaigns.Where(c => c.Id == job.Id).Select(c => c.Number).SingleAsync(cancel)}";

    private async Task<PurgeResult> CarryOutAsync(long workId, string words, CancellationToken cancel)
    {
        Purged? gone = null;
        var outcome = await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, nameof(CarryOutPurges), async (scope, token) =>
        {
            var work = await scope.Db.Works.SingleAsync(w => w.Id == workId, token);
            var job = PurgeJob.Read(work);
            if ((await PurgeReplay.RequestAsync(scope.Db, job, token))?.ApprovalSeq is not { } approval)
            {
                return Unapproved;
            }

            if (await PurgeRules.StandingAsync(scope.Db, job.Kind, job.Id, scope.At, token) is { } problem)
            {
                return problem;
            }

            var extracts = await PurgeRules.ReadingsAsync(scope.Db, job.Kind, job.Id, token);
            var all = new PurgeScope(extracts, [.. extracts.Concat(await PurgeRules.DoneAsync(scope.Db, token))], job.Kind == PurgeKind.Campaign ? job.Id : null, scope.Seq);
            gone = new Purged(
                job.Kind, job.Id, job.RequestSeq, approval, extracts, await PurgeStatements.RecordsAsync(scope.Db, all, token), await PurgeStatements.FilesAsync(scope.Db, all, token),
                await PurgeStatements.TextsAsync(scope.Db, all, token));
            (work.State, work.EndedAt) = (WorkState.Done, scope.At);
            scope.AfterEvent(stop => PurgeStatements.RunAsync(scope.Db, all, stop));
            scope.Record(gone, all.CampaignId);
            return Done.Yes;
        }, cancel);
        return new PurgeResult(words, outcome.IsOk ? gone : null, outcome.Problem);
    }
}
