using System.Globalization;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Pack;

/// <summary>What a pack's verification found.</summary>
/// <param name="Name">The pack, as it was named.</param>
/// <param name="Words">What it is, in words.</param>
/// <param name="Wrong">What is not as it was written; empty when all is.</param>
public sealed record PackReport(string Name, string Words, IReadOnlyList<string> Wrong);

/// <summary>Verifies a pack and holds it against the database: the pack's last event must be the database's, and its manifest that of
/// an edition. Either may be the changed one; both agreeing says that neither was.</summary>
public sealed class VerifyPack(Databases databases)
{
    /// <summary>Verifies the zip or folder.</summary>
    public async Task<PackReport> RunAsync(string path, CancellationToken cancel)
    {
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

        return new PackReport(
            path,
            string.Create(CultureInfo.InvariantCulture, $"{(edition is null ? "not known here" : $"{edition.Kind} {edition.Number} of campaign C{edition.Campaign}")}, up to event {check.Head.Seq}, manifest {Convert.ToHexStringLower(check.ManifestSha256)}"),
            check.Wrong);
    }
}
