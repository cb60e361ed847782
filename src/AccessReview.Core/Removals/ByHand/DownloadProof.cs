using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Gives the file that was attached to a removal to whoever sees the removal. That it was taken away is on record.</summary>
public sealed class DownloadProof(Change change, FileStore files)
{
    /// <summary>What is sent.</summary>
    /// <param name="StoredFileId">The bytes.</param>
    /// <param name="FileName">Our own name for it.</param>
    /// <param name="Kind">What kind of file it is.</param>
    /// <param name="Length">Its bytes.</param>
    public sealed record Receipt(long StoredFileId, string FileName, ProofKind Kind, long Length);

    /// <summary>Whether the reader may have it, and what it is.</summary>
    public Task<Outcome<Receipt>> RunAsync(Actor actor, long proofId, CancellationToken cancel) =>
        change.RunAsync<Receipt>(Guid.NewGuid(), actor, nameof(DownloadProof), async (scope, token) =>
        {
            var db = scope.Db;
            if (await RemovalFilter.VisibleAsync(db, scope.Actor, Sight.Removals | Sight.Campaigns, token) is not { } visible)
            {
                return Problem.Denied(RemovalFilter.Denied);
            }

            var found = await (from proof in db.HandProofs.AsNoTracking()
                               join removal in visible on proof.RemovalId equals removal.Id
                               where proof.Id == proofId && db.StoredFileChunks.Any(c => c.StoredFileId == proof.StoredFileId)
                               select new { Proof = proof, removal.Number }).SingleOrDefaultAsync(token);
            if (found is null)
            {
                return Problem.NotFound("The proof");
            }

            scope.Record(new ProofDownloaded(found.Proof.RemovalId, proofId));
            return new Receipt(found.Proof.StoredFileId, NameOf(found.Number, found.Proof), found.Proof.Kind, found.Proof.Length);
        }, cancel);

    /// <summary>Writes the bytes to the target.</summary>
    public Task SendAsync(Receipt receipt, Stream target, CancellationToken cancel) => files.CopyToAsync(receipt.StoredFileId, target, cancel);

    /// <summary>The name it is saved under, and has in the pack.</summary>
    internal static string NameOf(int number, HandProof proof) => string.Create(CultureInfo.InvariantCulture, $"removal-R{number}-by-hand-{proof.Id}.{EndingOf(proof.Kind)}");

    private static string EndingOf(ProofKind kind) => kind switch
    {
        ProofKind.Png => "png",
        ProofKind.Jpeg => "jpg",
        ProofKind.Pdf => "pdf",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}

/// <summary>Somebody took away the file that was attached to what was done by hand.</summary>
public sealed record ProofDownloaded(long RemovalId, long ProofId) : EventBody;
