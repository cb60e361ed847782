using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Recomputes the SHA-256 of every kept file of a reading and of every edition, and looks for it in the event that brought
/// the file in.</summary>
internal static class FilesCheck
{
    private sealed record Cited(string What, long FileId, byte[] Sha256, long EventSeq, bool Purged);

    internal static async Task RunAsync(Verification run, CancellationToken cancel)
    {
        List<Cited> files =
        [
            .. (await (from file in run.Db.ExtractFiles
                       join reading in run.Db.Extracts on file.ExtractId equals reading.Id
                       select new { file.FileName, file.StoredFileId, file.StoredSha256, reading.EventSeq, reading.Id }).ToListAsync(cancel))
                .Select(f => new Cited($"File {f.FileName}", f.StoredFileId, f.StoredSha256, f.EventSeq, run.PurgedReadings.Contains(f.Id))),
            .. (await run.Db.EvidenceEditions.Select(e => new { e.Kind, e.Number, e.PackFileId, e.PackSha256, e.EventSeq, e.CampaignId }).ToListAsync(cancel))
                .Select(e => new Cited($"Edition {e.Kind} {e.Number}", e.PackFileId, e.PackSha256, e.EventSeq, run.PurgedCampaigns.Contains(e.CampaignId))),
            .. (await run.Db.EvidenceEditions.Select(e => new { e.Kind, e.Number, e.WorkbookFileId, e.WorkbookSha256, e.EventSeq, e.CampaignId }).ToListAsync(cancel))
                .Select(e => new Cited($"Workbook of edition {e.Kind} {e.Number}", e.WorkbookFileId, e.WorkbookSha256, e.EventSeq, run.PurgedCampaigns.Contains(e.CampaignId))),
        ];
        foreach (var file in files)
        {
            var body = await run.Db.AuditEvents.Where(e => e.Seq == file.EventSeq).Select(e => e.Body).SingleOrDefaultAsync(cancel);
            if (body is null || !Encoding.UTF8.GetString(body).Contains(Convert.ToHexStringLower(file.Sha256), StringComparison.Ordinal))
            {
                run.Found("file.cited", $"{file.What}: the event that brought it in names another SHA-256.");
            }

            if (file.Purged && !await run.Db.StoredFileChunks.AnyAsync(c => c.StoredFileId == file.FileId, cancel))
            {
                run.PurgedFiles++;
            }
            else if (await Sha256Async(run.Db, file.FileId, cancel) is not { } found || !found.AsSpan().SequenceEqual(file.Sha256))
            {
                run.Found("file.changed", $"{file.What} is not as it was stored.");
            }

            run.Reached("Files", ++run.Files, files.Count);
        }
    }

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
