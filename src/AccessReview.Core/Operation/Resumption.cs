using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Operation;

/// <summary>Records that a record goes on from an earlier state.</summary>
internal static class Resumption
{
    /// <summary>Records it, and holds removals before, so that no resumed record carries out what was taken back in what it lost; gives the event, which a statement of loss outside the database has to confirm.</summary>
    /// <param name="databases">The record.</param>
    /// <param name="change">Its door for writes.</param>
    /// <param name="command">The command's name.</param>
    /// <param name="reason">Why, as the operator wrote it.</param>
    /// <param name="sharedUpTo">The last event that was not lost, where that is known.</param>
    /// <param name="lost">The furthest head that was lost, where that is known.</param>
    /// <param name="cancel">Stops; nothing is recorded.</param>
    public static async Task<AuditHead> RecordAsync(
        Databases databases, Change change, string command, string reason, long? sharedUpTo, (long Seq, byte[] Hash)? lost, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var after = await db.ChainHeads.Select(h => h.Seq).SingleAsync(cancel);
        await HoldRestored.RunAsync(databases, change, command, cancel);
        var seq = (await change.RunAsync<long>(Guid.NewGuid(), Actor.Product, command, (scope, _) =>
        {
            var text = scope.Keep(reason.Trim());
            scope.Record(new ChainResumed(after, sharedUpTo, lost?.Seq, lost is { } head ? new Sha256(head.Hash) : null, new Sha256(text.Hash)));
            return Task.FromResult<Outcome<long>>(scope.Seq);
        }, cancel)).Require();
        return await db.AuditEvents.Where(e => e.Seq == seq).Select(e => new AuditHead(e.Seq, e.At, e.Hash)).SingleAsync(cancel);
    }
}
