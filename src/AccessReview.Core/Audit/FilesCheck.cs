using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Recomputes the SHA-256 of every kept file and looks for it in the event that brought the file in: of readings and their pictures, of
/// editions, and of the proofs of removals; the rows of the latter two are held against their events by <see cref="EditionsReplay"/> and
/// <see cref="RemovalsReplay"/>.</summary>
internal static class FilesCheck
{
    /// <param name="What">What it is, for people.</param>
    /// <param name="FileId">Where its bytes lie.</param>
    /// <param name="Sha256">What it has to be.</param>
    /// <param name="EventSeq">The event that has to say so; null where that was looked at elsewhere.</param>
    /// <param name="Purged">Its bytes may be gone.</param>
    private sealed record Cited(string What, long FileId, byte[] Sha256, long? EventSeq, bool Purged);

    internal static async Task RunAsync(Verification run, CancellationToken cancel)
    {
        List<Cited> files =
        [
            .. (await (from file in run.Db.ExtractFiles
                       join reading in run.Db.Extracts on file.ExtractId equals reading.Id
                       select new { file.FileName, file.StoredFileId, file.StoredSha256, reading.EventSeq, reading.Id }).ToListAsync(cancel))
                .Select(f => new Cited($"File {f.FileName}", f.StoredFileId, f.StoredSha256, f.EventSeq, run.PurgedReadings.Contains(f.Id))),
            .. (await run.Db.EvidenceEditions.Select(e => new { e.Kind, e.Number, e.PackFileId, e.PackSha256, e.CampaignId }).ToListAsync(cancel))
                .Select(e => new Cited($"Edition {e.Kind} {e.Number}", e.PackFileId, e.PackSha256, null, run.PurgedCampaigns.Contains(e.CampaignId))),
            .. (await run.Db.EvidenceEditions.Select(e => new { e.Kind, e.Number, e.WorkbookFileId, e.WorkbookSha256, e.CampaignId }).ToListAsync(cancel))
                .Select(e => new Cited($"Workbook of edition {e.Kind} {e.Number}", e.WorkbookFileId, e.WorkbookSha256, null, run.PurgedCampaigns.Contains(e.CampaignId))),
            .. await ProofsAsync(run, cancel),
        ];
        foreach (var file in files)
        {
            if (file.EventSeq is { } seq
                && (await run.Db.AuditEvents.Where(e => e.Seq == seq).Select(e => e.Body).SingleOrDefaultAsync(cancel) is not { } body
                    || !Encoding.UTF8.GetString(body).Contains(Convert.ToHexStringLower(file.Sha256), StringComparison.Ordinal)))
            {
                run.Found("file.cited", $"{file.What}: the event that brought it in names another SHA-256.");
            }

            if (file.Purged && await IsGoneAsync(run.Db, file.FileId, cancel))
            {
                run.PurgedFiles++;
            }
            else if (await Sha256Async(run.Db, file.FileId, cancel) is not { } found || !found.AsSpan().SequenceEqual(file.Sha256))
            {
                run.Found("file.changed", $"{file.What} is not as it was stored.");
            }

            run.Reached("Files", ++run.Files, files.Count);
        }

        await PicturesAsync(run, cancel);
    }

    // One file may be attached to many removals. Who has a hash and no file had one taken away: of no bytes nothing has that hash.
    private static async Task<IEnumerable<Cited>> ProofsAsync(Verification run, CancellationToken cancel)
    {
        var tried = await (from attempt in run.Db.RemovalAttempts
                           where attempt.ProofFileId != null || attempt.ProofSha256 != null
                           join removal in run.Db.Removals on attempt.RemovalId equals removal.Id
                           select new { attempt.Id, File = attempt.ProofFileId ?? 0, Sha256 = attempt.ProofSha256 ?? Array.Empty<byte>(), removal.CampaignId }).ToListAsync(cancel);
        var attached = await (from proof in run.Db.HandProofs
                              join removal in run.Db.Removals on proof.RemovalId equals removal.Id
                              select new { proof.Id, File = proof.StoredFileId, proof.Sha256, removal.CampaignId }).ToListAsync(cancel);
        return
        [
            .. tried.Select(t => new Cited($"The proof of attempt {t.Id}", t.File, t.Sha256, null, run.PurgedCampaigns.Contains(t.CampaignId))),
            .. attached.DistinctBy(a => (a.File, Convert.ToHexStringLower(a.Sha256))).Select(a => new Cited($"The attached proof {a.Id}", a.File, a.Sha256, null, run.PurgedCampaigns.Contains(a.CampaignId))),
        ];
    }

    /// <summary>A picture's hash stands in the event alone, and in none of the first version.</summary>
    private static async Task PicturesAsync(Verification run, CancellationToken cancel)
    {
        var kept = await run.Db.ExtractFiles.Where(f => f.PictureFileId != null).Select(f => new { f.ExtractId, f.Kind, FileId = f.PictureFileId!.Value }).ToListAsync(cancel);
        foreach (var picture in kept.Where(p => run.Pictures.ContainsKey(p.ExtractId) && !run.PurgedReadings.Contains(p.ExtractId)))
        {
            if (await Sha256Async(run.Db, picture.FileId, cancel) is not { } found || !run.Pictures[picture.ExtractId].Contains(Convert.ToHexStringLower(found)))
            {
                run.Found("file.changed", $"The picture beside the {picture.Kind} file of reading {picture.ExtractId} is not as it was stored.");
            }

            run.Files++;
        }

        foreach (var (reading, said) in run.Pictures.Where(p => p.Value.Count > kept.Count(k => k.ExtractId == p.Key)))
        {
            run.Found("file.gone", $"Reading {reading} came with {said.Count} pictures, and not all are there.");
        }
    }

    private static async Task<bool> IsGoneAsync(ReviewDb db, long fileId, CancellationToken cancel) => !await db.StoredFileChunks.AnyAsync(c => c.StoredFileId == fileId, cancel);

    /// <summary>Null when a piece cannot be read.</summary>
    private static async Task<byte[]?> Sha256Async(ReviewDb db, long fileId, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        foreach (var number in await db.StoredFileChunks.Where(c => c.StoredFileId == fileId).OrderBy(c => c.Number).Select(c => c.Number).ToListAsync(cancel))
        {
            var bytes = await db.StoredFileChunks.Where(c => c.StoredFileId == fileId && c.Number == number).Select(c => c.Bytes).SingleAsync(cancel);
            try
            {
                await using var piece = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
                for (var read = await piece.ReadAsync(buffer, cancel); read > 0; read = await piece.ReadAsync(buffer, cancel))
                {
                    hash.AppendData(buffer, 0, read);
                }
            }
            catch (InvalidDataException)
            {
                return null;
            }
        }

        return hash.GetCurrentHash();
    }
}
