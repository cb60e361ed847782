using System.IO.Compression;
using System.Security.Cryptography;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence.Pack;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence;

/// <summary>Makes the edition of a campaign as it is now, from one read snapshot: a temporary file, then the database, then the
/// event. Killed anywhere, nothing is there but bytes that nothing cites.</summary>
public sealed class MakeEdition(Databases databases, FileStore files, Change change, AnchorKey key, AnchorFolder anchors, TimeProvider time)
{
    /// <summary>The code of the answer that another edition took its name meanwhile.</summary>
    internal const string OvertakenCode = "evidence.overtaken";

    /// <summary>Makes it, or finds that the campaign has one already.</summary>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="madeBy">For whom, as <see cref="Actor.Key"/>.</param>
    /// <param name="progress">Told how many rows of how many were written.</param>
    /// <param name="cancel">Stops the making.</param>
    /// <returns>The edition's key; or that another edition took its name, or the campaign was purged, while it was being made; or that the key which
    /// signs it is not there.</returns>
    public async Task<Outcome<long>> RunAsync(long campaignId, string madeBy, IProgress<(long Rows, long Total)>? progress, CancellationToken cancel)
    {
        if (await WhyUnsignedAsync(cancel) is { } unsigned)
        {
            return unsigned;
        }

        await using var pack = TemporaryFile();
        EvidenceEdition edition;
        ReportScope scope;
        await using (var snapshot = await ReadSnapshot.OpenAsync(databases, cancel))
        {
            var db = snapshot.Db;
            var campaign = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == campaignId, cancel);
            if (await EvidenceDoor.WhyPurgedAsync(db, campaignId, cancel) is { } purged)
            {
                return purged;
            }

            var lastSeq = await EvidenceDoor.LastSeqAsync(db, campaignId, cancel);
            var now = time.Now();
            if (await EvidenceDoor.CurrentAsync(db, campaign, lastSeq, now, cancel) is { } made)
            {
                return made.Id;
            }

            var name = await NameAsync(db, campaign, cancel);
            scope = await ReportScope.ReadAsync(db, campaignId, name, now, cancel);
            var receipt = await WriteAsync(scope, pack, progress, cancel);
            edition = new EvidenceEdition
            {
                Id = 0,
                CampaignId = campaignId,
                Kind = name.Kind,
                Number = name.Number,
                PackFileId = 0,
                PackSha256 = [],
                WorkbookFileId = 0,
                WorkbookSha256 = receipt.Workbook.Sha256,
                ManifestSha256 = receipt.ManifestSha256,
                UpToSeq = lastSeq,
                HeadHash = scope.Last.Hash,
                MadeAt = default,
                MadeBy = madeBy,
            };
        }

        return await StoreAsync(edition, scope, pack, cancel);
    }

    // Asked of the customer's own installation for the sample's, too: the one key signs both, and signing would make another in its place.
    private async Task<Problem?> WhyUnsignedAsync(CancellationToken cancel)
    {
        await using var own = databases.Create(DatabaseName.Own);
        return anchors.LacksKey(await own.Installations.Select(i => i.Key).SingleAsync(cancel)) is { } lacks
            ? new Problem(Problem.ForNow + "key", $"{lacks} Tell whoever runs this server: the share that it lies on may not be mounted, and nothing is signed with another key.")
            : null;
    }

    private static async Task<EditionName> NameAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var made = await db.EvidenceEditions.Where(e => e.CampaignId == campaign.Id).GroupBy(e => e.Kind).Select(g => new { g.Key, Last = g.Max(e => e.Number) })
            .ToDictionaryAsync(g => g.Key, g => g.Last, cancel);
        var kind = campaign.State != CampaignState.Closed ? EditionKind.Interim : made.ContainsKey(EditionKind.Close) ? EditionKind.FollowUp : EditionKind.Close;
        return new EditionName(kind, made.GetValueOrDefault(kind) + 1);
    }

    private async Task<PackReceipt> WriteAsync(ReportScope scope, Stream output, IProgress<(long Rows, long Total)>? progress, CancellationToken cancel)
    {
        var sources = await SourcesSheet.ReadAsync(scope, cancel);
        var proofs = await ProofsSheet.ReadAsync(scope, cancel);
        var attached = await HandProofFile.ReadAsync(scope, cancel);
        var contents = new PackContents(
            CampaignEvents.ReadAsync(scope.Db, scope.Campaign.Id, scope.FirstSeq, scope.Last.Seq, cancel),
            CampaignRecords.ReadAsync(scope.Db, scope.Campaign.Id, scope.Last.Seq, cancel),
            PackedSources.Of(sources, proofs, attached, files),
            async (packed, workbook, token) =>
            {
                var report = await EvidenceReport.ReadAsync(scope, sources, proofs, attached, packed, token);
                var total = report.Sheets.Sum(s => s.RowCount);
                var rows = progress is null ? null : new Progressing(done => progress.Report((done, total)));
                await EvidenceWorkbook.WriteAsync(report, workbook, rows, token);
            })
        {
            Accounts = CampaignAccounts.ReadAsync(scope.Db, scope.Applications, cancel),
            Demo = scope.Demo,
            AnchorKey = key,
        };
        return await EvidencePack.WriteAsync(contents, output, cancel);
    }

    private async Task<Outcome<long>> StoreAsync(EvidenceEdition edition, ReportScope read, FileStream pack, CancellationToken cancel)
    {
        pack.Position = 0;
        var stored = await files.StoreAsync(pack, cancel);
        StoredBytes workbook;
        pack.Position = 0;
        using (var zip = new ZipArchive(pack, ZipArchiveMode.Read, leaveOpen: true))
        await using (var bytes = await zip.GetEntry(EvidencePack.WorkbookName)!.OpenAsync(cancel))
        {
            workbook = await files.StoreAsync(bytes, cancel);
        }

        if (!workbook.Sha256.AsSpan().SequenceEqual(edition.WorkbookSha256))
        {
            throw new CryptographicException("The workbook read back from the pack is not the one that was written.");
        }

        var outcome = await change.RunAsync<long>(Guid.NewGuid(), Actor.Product, nameof(MakeEdition), async (scope, token) =>
        {
            // Another node may have purged the campaign after the snapshot was taken: what two persons had deleted does not come back by an edition.
            if (await EvidenceDoor.WhyPurgedAsync(scope.Db, edition.CampaignId, token) is { } purged)
            {
                return purged;
            }

            // Whoever lost the job's lease meanwhile may find that it was made by the one that took it over.
            if (await scope.Db.EvidenceEditions.AsNoTracking().SingleOrDefaultAsync(e => e.CampaignId == edition.CampaignId && e.Kind == edition.Kind && e.Number == edition.Number, token) is { } made)
            {
                return made.UpToSeq == edition.UpToSeq ? made.Id : Overtaken;
            }

            if (read.Campaign.EndedAt is null && await EvidenceDoor.IsSaidOtherwiseAsync(scope.Db, edition.CampaignId, read.ReadUpTo, token))
            {
                return Overtaken;
            }

            var id = scope.NewId();
            scope.Add(new EvidenceEdition
            {
                Id = id,
                CampaignId = edition.CampaignId,
                Kind = edition.Kind,
                Number = edition.Number,
                PackFileId = stored.Id,
                PackSha256 = stored.Sha256,
                WorkbookFileId = workbook.Id,
                WorkbookSha256 = workbook.Sha256,
                ManifestSha256 = edition.ManifestSha256,
                UpToSeq = edition.UpToSeq,
                HeadHash = edition.HeadHash,
                MadeAt = scope.At,
                MadeBy = edition.MadeBy,
            });
            scope.Record(new EvidenceMade(
                id, edition.CampaignId, edition.Kind, edition.Number, edition.UpToSeq,
                new Sha256(stored.Sha256), new Sha256(workbook.Sha256), new Sha256(edition.ManifestSha256), Actor.PersonOf(edition.MadeBy), read.ReadUpTo, read.LateAsOf));
            return id;
        }, cancel);
        if (outcome.Problem is { IsForNow: false })
        {
            await files.ForgetAsync([stored.Id, workbook.Id], cancel);
        }

        return outcome;
    }

    private static Outcome<long> Overtaken => new Problem(OvertakenCode, "Another edition was made, or something was said about whose an account is, meanwhile. Ask for the evidence again.");

    private static FileStream TemporaryFile() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16,
        FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    /// <summary>Tells at once, in order and on the same thread, unlike the framework's.</summary>
    private sealed class Progressing(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
