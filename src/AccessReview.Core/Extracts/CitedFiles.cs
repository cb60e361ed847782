using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>The stored files that something on record names.</summary>
internal static class CitedFiles
{
    /// <summary>Their keys; some come more than once.</summary>
    public static IQueryable<long> Of(ReviewDb db) => db.ExtractFiles.Select(f => f.StoredFileId)
        .Concat(db.ExtractFiles.Where(f => f.PictureFileId != null).Select(f => f.PictureFileId!.Value))
        .Concat(db.RemovalAttempts.Where(a => a.ProofFileId != null).Select(a => a.ProofFileId!.Value))
        .Concat(db.HandProofs.Select(p => p.StoredFileId))
        .Concat(db.EvidenceEditions.Select(e => e.PackFileId))
        .Concat(db.EvidenceEditions.Select(e => e.WorkbookFileId));
}
