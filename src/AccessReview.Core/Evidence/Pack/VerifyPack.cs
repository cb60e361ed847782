using System.Globalization;
using System.Text.Json;
using AccessReview.Core.Audit;
using AccessReview.Core.Operation;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Pack;

/// <summary>What a pack's verification found.</summary>
/// <param name="Name">The pack, as it was named.</param>
/// <param name="Words">What it is, in words.</param>
/// <param name="Wrong">What is not as it was written; empty when all is.</param>
/// <param name="Missing">What could not be checked.</param>
public sealed record PackReport(string Name, string Words, IReadOnlyList<string> Wrong, IReadOnlyList<string> Missing);

/// <summary>Verifies a pack and holds it against the database: the pack's last event must be the database's, and its manifest, and the zip
/// as a whole, those in the event of an edition. Either may be the changed one; both agreeing says that neither was. Whoever changed both has
/// no signature by a key of this installation. A pack with such a signature whose edition a restore lost, as a signed statement confirms, was not
/// changed: only the record cannot vouch for it.</summary>
public sealed class VerifyPack(Databases databases, KnownKeys keys, CheckAnchors statements)
{
    /// <summary>Verifies the zip or folder.</summary>
    /// <param name="path">The zip or folder.</param>
    /// <param name="anchors">Files and folders of anchors, beside which the keys lie that signed for this installation.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<PackReport> RunAsync(string path, IReadOnlyList<string> anchors, CancellationToken cancel)
    {
        var missing = new List<string>();
        using var files = new PackFiles(path);
        var check = new PackCheck(files);
        await check.RunAsync(cancel);
        await using var db = databases.CreateDbContext();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var edition = await EditionAsync(db, check.ManifestSha256, cancel);
        var campaign = edition is null ? 0 : await db.Campaigns.Where(c => c.Id == edition.Campaign).Select(c => c.Number).SingleOrDefaultAsync(cancel);
        var trust = check.SignedBy is { } pem ? await keys.OfAsync(pem, anchors, cancel) : (KeyTrust?)null;
        if (edition is null && trust == KeyTrust.Ours && await LostByAsync(db, check, anchors, cancel) is { } restore)
        {
            missing.Add($"the record does not have its edition any more, which was lost by the restore that event {restore} records: its signature alone vouches for it");
        }
        else
        {
            await HoldAsync(db, check, edition, files, cancel);
        }

        switch (trust)
        {
            case null when !check.HasSignature && keys.Any(anchors):
                missing.Add("its signature is not there: the pack is older than signatures, or it was taken away");
                break;
            case KeyTrust.NotHere:
                missing.Add($"its signing key {Fingerprint(check)} is not here: name the folder of anchors that holds it");
                break;
            case KeyTrust.Foreign:
                check.Wrong.Add($"its manifest is signed with the key {Fingerprint(check)}, which is none of this installation");
                break;
        }

        return new PackReport(
            path,
            string.Create(CultureInfo.InvariantCulture, $"{(edition is null ? "not known here" : $"{edition.Kind} {edition.Number} of campaign C{campaign}")}, up to event {check.Head.Seq}, manifest {Convert.ToHexStringLower(check.ManifestSha256)}, {(check.SignedBy is null ? "not signed" : $"signed with the key {Fingerprint(check)}")}"),
            check.Wrong,
            missing);
    }

    /// <summary>Holds it against the record, which has to have its last event and its edition.</summary>
    private static async Task HoldAsync(ReviewDb db, PackCheck check, EvidenceMade? edition, PackFiles files, CancellationToken cancel)
    {
        if (await HashAsync(db, check.Head.Seq, cancel) is not { } hash)
        {
            check.Wrong.Add($"its last event {check.Head.Seq} is not in this database");
        }
        else if (!hash.AsSpan().SequenceEqual(check.Head.Hash))
        {
            check.Wrong.Add($"its last event {check.Head.Seq} is another one in this database");
        }

        if (edition is null)
        {
            check.Wrong.Add("no edition of this database has its manifest");
        }
        else if (await files.Sha256Async(cancel) is { } zip && !zip.AsSpan().SequenceEqual(edition.Pack?.Bytes))
        {
            check.Wrong.Add("its files are those of the edition, but the zip is not the one that was made: its SHA-256 is another");
        }
    }

    /// <summary>The event of the restore that lost its edition: a signed statement confirms that event, it came after what the pack tells, and up to the
    /// last event that was not lost the pack tells what the record does. Null: there is none.</summary>
    private async Task<long?> LostByAsync(ReviewDb db, PackCheck check, IReadOnlyList<string> anchors, CancellationToken cancel)
    {
        var confirmed = (await statements.RunAsync(anchors, cancel)).Restores;
        foreach (var line in await db.AuditEvents.Where(e => e.Type == nameof(ChainResumed) && confirmed.Contains(e.Seq)).OrderBy(e => e.Seq).ToListAsync(cancel))
        {
            var said = EventJson.Read<ChainResumed>(line);
            var shared = Math.Min(said.SharedUpTo ?? said.After, check.Head.Seq);
            var held = await HashAsync(db, shared, cancel);
            if (check.LastAt <= line.At && (!check.Events.TryGetValue(shared, out var told) || told.AsSpan().SequenceEqual(held)))
            {
                return line.Seq;
            }
        }

        return null;
    }

    private static Task<byte[]?> HashAsync(ReviewDb db, long seq, CancellationToken cancel) =>
        db.AuditEvents.Where(e => e.Seq == seq).Select(e => e.Hash).SingleOrDefaultAsync(cancel);

    /// <summary>The edition with this manifest, as the event of its making says it: whoever forges a pack can change the row beside it.</summary>
    private static async Task<EvidenceMade?> EditionAsync(ReviewDb db, byte[] manifest, CancellationToken cancel)
    {
        await foreach (var line in db.AuditEvents.Where(e => e.Type == nameof(EvidenceMade)).OrderBy(e => e.Seq).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (Read(line) is { Manifest: { } named } made && named.Bytes.AsSpan().SequenceEqual(manifest))
            {
                return made;
            }
        }

        return null;
    }

    // An event that cannot be read any more is for the record's own check to name.
    private static EvidenceMade? Read(AuditEvent line)
    {
        try
        {
            return EventJson.Read<EvidenceMade>(line);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Fingerprint(PackCheck check) => Convert.ToHexStringLower(AnchorKey.FingerprintOf(check.SignedBy!)!);
}
