using System.Globalization;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Gives the file that was attached to a removal to whoever sees the removal.</summary>
public sealed class DownloadProof(FileStore files, Databases databases)
{
    /// <summary>What is sent.</summary>
    /// <param name="StoredFileId">The bytes.</param>
    /// <param name="FileName">Our own name for it.</param>
    /// <param name="Kind">What kind of file it is.</param>
    /// <param name="Length">Its bytes.</param>
    public sealed record Receipt(long StoredFileId, string FileName, ProofKind Kind, long Length);

    /// <summary>Whether the reader may have it, and what it is.</summary>
    public async Task<Outcome<Receipt>> RunAsync(Actor actor, long proofId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await RemovalFilter.VisibleAsync(db, actor, Sight.Removals | Sight.Campaigns, cancel) is not { } visible)
        {
            return Problem.Denied(RemovalFilter.Denied);
        }

        var found = await (from proof in db.HandProofs.AsNoTracking()
                           join removal in visible on proof.RemovalId equals removal.Id
                           where proof.Id == proofId && db.StoredFileChunks.Any(c => c.StoredFileId == proof.StoredFileId)
                           select new { Proof = proof, removal.Number }).SingleOrDefaultAsync(cancel);
        return found is null ? Problem.NotFound("The proof") : new Receipt(found.Proof.StoredFileId, NameOf(found.Number, found.Proof), found.Proof.Kind, found.Proof.Length);
    }

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
