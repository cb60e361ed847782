using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Pack;

/// <summary>What a pack's verification found.</summary>
/// <param name="Name">The pack, as it was named.</param>
/// <param name="Words">What it is, in words.</param>
/// <param name="Wrong">What is not as it was written; empty when all is.</param>
/// <param name="Missing">What could not be checked.</param>
public sealed record PackReport(string Name, string Words, IReadOnlyList<string> Wrong, IReadOnlyList<string> Missing);

/// <summary>Verifies a pack and holds it against the database: the pack's last event must be the database's, and its manifest that of
/// an edition. Either may be the changed one; both agreeing says that neither was. Whoever changed both has no signature by a key of this
/// installation.</summary>
public sealed class VerifyPack(Databases databases, KnownKeys keys)
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
        if (await db.AuditEvents.Where(e => e.Seq == check.Head.Seq).Select(e => e.Hash).SingleOrDefaultAsync(cancel) is not { } hash)
        {
            check.Wrong.Add($"its last event {check.Head.Seq} is not in this database");
        }
        else if (!hash.AsSpan().SequenceEqual(check.Head.Hash))
        {
            check.Wrong.Add($"its last event {check.Head.Seq} is another one in this database");
        }

        var edition = await (from e in db.EvidenceEditions
                             join c in db.Campaigns on e.CampaignId equals c.Id
                             where e.ManifestSha256 == check.ManifestSha256
                             select new { e.Kind, e.Number, Campaign = c.Number }).FirstOrDefaultAsync(cancel);
        if (edition is null)
        {
            check.Wrong.Add("no edition of this database has its manifest");
        }

        switch (check.SignedBy is { } pem ? await keys.OfAsync(pem, anchors, cancel) : (KeyTrust?)null)
        {
            case KeyTrust.NotHere:
                missing.Add($"its signing key {Fingerprint(check)} is not here: name the folder of anchors that holds it");
                break;
            case KeyTrust.Foreign:
                check.Wrong.Add($"its manifest is signed with the key {Fingerprint(check)}, which is none of this installation");
                break;
        }

        return new PackReport(
            path,
            string.Create(CultureInfo.InvariantCulture, $"{(edition is null ? "not known here" : $"{edition.Kind} {edition.Number} of campaign C{edition.Campaign}")}, up to event {check.Head.Seq}, manifest {Convert.ToHexStringLower(check.ManifestSha256)}, {(check.SignedBy is null ? "not signed" : $"signed with the key {Fingerprint(check)}")}"),
            check.Wrong,
            missing);
    }

    private static string Fingerprint(PackCheck check) => Convert.ToHexStringLower(AnchorKey.FingerprintOf(check.SignedBy!)!);
}
