using System.Globalization;
using System.Text.Json;
using AccessReview.Core.Operation;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>What a look at anchors found.</summary>
/// <param name="Checked">Anchors whose event stands in the record as it was.</param>
/// <param name="Wrong">What the record, or an anchor, contradicts.</param>
/// <param name="Missing">What could not be checked.</param>
/// <param name="Explained">Anchors of events that a restore lost, as the record itself says.</param>
public sealed record AnchorReport(int Checked, IReadOnlyList<string> Wrong, IReadOnlyList<string> Missing, IReadOnlyList<string> Explained);

/// <summary>Holds the record against anchors kept outside the database: an end that was cut off and a record that was rewritten from some
/// event on cannot agree with them.</summary>
public sealed class CheckAnchors(Databases databases, AnchorKey key)
{
    /// <summary>Checks files, and the files of folders.</summary>
    public async Task<AnchorReport> RunAsync(IEnumerable<string> paths, CancellationToken cancel)
    {
        var (good, wrong, missing, explained) = (0, new List<string>(), new List<string>(), new List<string>());
        await using var db = databases.CreateDbContext();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var installation = await db.Installations.Select(i => i.Key).SingleAsync(cancel);
        var losses = await LossesAsync(db, cancel);
        foreach (var path in paths)
        {
            List<string> files = File.Exists(path) ? [path] : [.. AnchorFolder.Files(path)];
            if (files.Count == 0)
            {
                missing.Add($"there is no anchor at {Path.GetFullPath(path)}");
            }

            foreach (var file in files)
            {
                var name = Path.GetFileName(file);
                if (Anchor.Parse(await File.ReadAllBytesAsync(file, cancel)) is not { } anchor || anchor.Installation != installation)
                {
                    wrong.Add($"{name} is no anchor of this installation");
                }
                else if (await SignedAsync(file, anchor, cancel) is { Length: > 0 } unsigned)
                {
                    (unsigned.Contains("not here", StringComparison.Ordinal) ? missing : wrong).Add($"{name}: {unsigned}");
                }
                else if (await db.AuditEvents.Where(e => e.Seq == anchor.Seq).Select(e => e.Hash).SingleOrDefaultAsync(cancel) is { } hash && hash.AsSpan().SequenceEqual(anchor.Hash))
                {
                    good++;
                }
                else if (losses.FirstOrDefault(l => l.After < anchor.Seq && (l.UpTo is null || anchor.Seq <= l.UpTo)) is { } loss)
                {
                    explained.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: event {anchor.Seq} was lost by the restore that event {loss.Seq} records"));
                }
                else
                {
                    wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: on {anchor.At:d MMM yyyy HH:mm} UTC the record had event {anchor.Seq} with another hash, or has lost it since: it was cut or rewritten"));
                }
            }
        }

        return new AnchorReport(good, wrong, missing, explained);
    }

    private async Task<string> SignedAsync(string file, Anchor anchor, CancellationToken cancel)
    {
        var signature = file + AnchorFolder.SignatureEnding;
        if (!File.Exists(signature))
        {
            return "its signature is not there";
        }

        var beside = AnchorFolder.KeysBeside(file).Append(key.PublicPem);
        return beside.FirstOrDefault(p => AnchorKey.FingerprintOf(p) is { } print && print.AsSpan().SequenceEqual(anchor.Key)) is not { } pem ? $"its key {Convert.ToHexStringLower(anchor.Key)} is not here"
            : AnchorKey.IsSigned(pem, anchor.ToBytes(), await File.ReadAllBytesAsync(signature, cancel)) ? ""
            : "its signature is wrong";
    }

    private static async Task<IReadOnlyList<Loss>> LossesAsync(ReviewDb db, CancellationToken cancel)
    {
        var losses = new List<Loss>();
        foreach (var happened in await db.AuditEvents.Where(e => e.Type == nameof(ChainResumed)).OrderBy(e => e.Seq).ToListAsync(cancel))
        {
            using var body = JsonDocument.Parse(happened.Body);
            var data = body.RootElement.GetProperty("data");
            long? Number(string name) => data.TryGetProperty(name, out var value) ? long.Parse(value.ToString(), CultureInfo.InvariantCulture) : null;
            losses.Add(new Loss(happened.Seq, Number("sharedUpTo") ?? Number("after")!.Value, Number("lostUpTo")));
        }

        return losses;
    }

    /// <summary>What a restore lost: events after one and up to another, where that is known.</summary>
    private sealed record Loss(long Seq, long After, long? UpTo);
}
