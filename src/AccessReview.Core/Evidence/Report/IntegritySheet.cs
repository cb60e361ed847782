using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Evidence.Pack;
using AccessReview.Core.Evidence.Workbook;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>The other files of the pack with their hashes, the part of the chain it holds, every earlier export of this
/// installation, so that whoever kept last quarter's workbook finds its head here, and every restore that lost exports.</summary>
internal static class IntegritySheet
{
    internal const string Name = "Integrity";

    private static readonly SheetColumns<Line> Columns = new SheetColumns<Line>()
        .Text("Kind", 24, l => l.Kind, "A file of this pack, the chain, an earlier export, a restore of the record, or how to verify.", "The product.")
        .Text("What", 48, l => l.What, "The file, the event or the export.", "The product.")
        .Text("SHA-256 or hash", 68, l => l.Hash, "Of a file its SHA-256, of an event its hash, of an export the head of the chain it printed.", "Computed.", Words.DoesNotApply)
        .Text("Event", 10, l => l.Seq?.ToString(CultureInfo.InvariantCulture), "Its place in the chain.", "The chain.", Words.DoesNotApply)
        .Text("Size in bytes", 14, l => l.Bytes?.ToString(CultureInfo.InvariantCulture), "Length of the file.", "This pack.", Words.DoesNotApply)
        .Instant("At", l => l.At, "When the event happened or the export was made.", "The chain.", "Files of this pack carry no time of their own.")
        .Text("Note", 80, l => l.Note, "What to know about it.", "The product.", "none");

    internal static async Task<Sheet> OfAsync(ReportScope scope, IReadOnlyList<PackFile> files, CancellationToken cancel)
    {
        var db = scope.Db;
        var first = await db.AuditEvents.AsNoTracking().SingleAsync(e => e.Seq == scope.FirstSeq, cancel);
        var earlier = await (
            from edition in db.EvidenceEditions.AsNoTracking()
            join campaign in db.Campaigns on edition.CampaignId equals campaign.Id
            orderby edition.MadeAt, edition.Id
            select new { campaign.Number, campaign.Name, Edition = new EditionName(edition.Kind, edition.Number), edition.UpToSeq, edition.HeadHash, edition.MadeAt, edition.ManifestSha256 })
            .ToListAsync(cancel);
        var restores = await RecordedRestore.ReadAsync(db, scope.ReadUpTo, cancel);
        return Sheet.Of(
            Name,
            Columns,
            [
                .. files.Select(f => new Line(
                    "File of this pack", f.Name, Convert.ToHexStringLower(f.Sha256), null, f.Bytes, null,
                    f.Name == AnchorKey.PublicName ? "The key that signs this installation's anchors and this pack's manifest. Compare this SHA-256 with the one in other packs: the key seldom changes." : null)),
                new Line("Chain: first event", first.Type, Convert.ToHexStringLower(first.Hash), first.Seq, null, first.At, "events.jsonl begins here."),
                new Line("Chain: head", scope.Last.Type, Convert.ToHexStringLower(scope.Last.Hash), scope.Last.Seq, null, scope.Last.At, "The campaign's last event; events.jsonl ends here. Keep this hash."),
                .. earlier.Select(e => new Line(
                    "Earlier export", string.Create(CultureInfo.InvariantCulture, $"C{e.Number} {e.Name}: {e.Edition}"), Convert.ToHexStringLower(e.HeadHash), e.UpToSeq, null,
                    e.MadeAt, $"Its manifest: {Convert.ToHexStringLower(e.ManifestSha256)}")),
                .. restores.Select(r => new Line(
                    "Restore", string.Create(CultureInfo.InvariantCulture, $"The record went on from a backup after event {r.Said.After}"), Convert.ToHexStringLower(r.Event.Hash), r.Event.Seq, null, r.Event.At,
                    $"It lost {r.Lost}. Exports made in that are not listed here, and their numbers are given again.")),
                new Line("How to verify", "VERIFY.txt in this pack", null, null, null, null, "sha256sum -c --strict manifest.sha256, then python3 verify.py or verify.ps1. This workbook's own hash stands in manifest.sha256 and on the product's Evidence page. manifest.sha256.sig is the manifest's signature; VERIFY.txt says how OpenSSL checks it."),
            ]);
    }

    private sealed record Line(string Kind, string What, string? Hash, long? Seq, long? Bytes, DateTime? At, string? Note);
}
