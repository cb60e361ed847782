using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence;

/// <summary>What a download is: its name, its length and what to check it with.</summary>
/// <param name="FileName">A name that says campaign, edition and demo mode.</param>
/// <param name="StoredFileId">The stored bytes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">SHA-256 of the bytes.</param>
/// <param name="ManifestSha256">SHA-256 of the pack's manifest.</param>
public sealed record EvidenceDownload(string FileName, long StoredFileId, long Length, string Sha256, string ManifestSha256);

/// <summary>Hands out an edition. That it was handed out is an event.</summary>
public sealed class DownloadEvidence(Change change, FileStore files)
{
    /// <summary>Records the download and says what to send.</summary>
    public Task<Outcome<EvidenceDownload>> RunAsync(Guid commandId, Actor actor, int campaignNumber, long editionId, EvidencePart part, CancellationToken cancel) =>
        change.RunAsync<EvidenceDownload>(commandId, actor, nameof(DownloadEvidence), async (scope, token) =>
        {
            var entered = await EvidenceDoor.EnterAsync(scope.Db, scope.Roles, campaignNumber, token);
            if (!entered.IsOk)
            {
                return entered.Problem;
            }

            var campaign = entered.Value;
            if (await scope.Db.EvidenceEditions.AsNoTracking().SingleOrDefaultAsync(e => e.Id == editionId && e.CampaignId == campaign.Id, token) is not { } edition)
            {
                return Problem.NotFound("This edition");
            }

            var (file, sha256, ending) = part == EvidencePart.Pack
                ? (edition.PackFileId, edition.PackSha256, "zip")
                : (edition.WorkbookFileId, edition.WorkbookSha256, "xlsx");
            var length = await scope.Db.StoredFiles.Where(f => f.Id == file).Select(f => f.Length).SingleAsync(token);
            scope.Record(new EvidenceDownloaded(edition.Id, campaign.Id, part, new Sha256(sha256)));
            return new EvidenceDownload(
                Name(campaign.Number, new EditionName(edition.Kind, edition.Number), scope.Actor.Method == AuthenticationMethod.Demo, ending),
                file, length, Convert.ToHexStringLower(sha256), Convert.ToHexStringLower(edition.ManifestSha256));
        }, cancel);

    /// <summary>Sends the stored bytes.</summary>
    public Task SendAsync(EvidenceDownload download, Stream target, CancellationToken cancel) => files.CopyToAsync(download.StoredFileId, target, cancel);

    private static string Name(int campaign, EditionName edition, bool demo, string ending) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(demo ? "DEMO-" : "")}evidence-C{campaign}-{edition.ToString().ToLowerInvariant().Replace(' ', '-')}.{ending}");
}
