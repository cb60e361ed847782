using System.Globalization;
using System.Text.Json.Serialization;
using AccessReview.Core.Operation;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>What a look at anchors found.</summary>
/// <param name="Checked">Anchors whose event stands in the record as it was.</param>
/// <param name="Wrong">What the record, or an anchor, contradicts.</param>
/// <param name="Missing">What could not be checked.</param>
/// <param name="Explained">Anchors of events that a restore lost, as a signed statement beside the anchors says.</param>
public sealed record AnchorReport(int Checked, IReadOnlyList<string> Wrong, IReadOnlyList<string> Missing, IReadOnlyList<string> Explained)
{
    /// <summary>What the record lacks of what anchors vouch for, and no statement explains; null when it lacks nothing.</summary>
    [JsonIgnore]
    public AnchoredLoss? Loss { get; init; }

    /// <summary>The events that a signed statement beside the anchors confirms as those of restores that lost something.</summary>
    [JsonIgnore]
    public IReadOnlyList<long> Restores { get; init; } = [];
}

/// <summary>Holds the record against anchors kept outside the database: an end that was cut off and a record that was rewritten from some
/// event on cannot agree with them. That a restore lost an event is believed of a signed statement only: whoever can write the database can
/// write into it that something was restored.</summary>
public sealed class CheckAnchors(Databases databases, AnchorKey key)
{
    /// <summary>Checks files, and the files of folders.</summary>
    public async Task<AnchorReport> RunAsync(IEnumerable<string> paths, CancellationToken cancel)
    {
        var (wrong, missing, explained) = (new List<string>(), new List<string>(), new List<string>());
        await using var db = databases.CreateDbContext();
        var signed = await SignedAsync(paths, await db.Installations.Select(i => i.Key).SingleAsync(cancel), wrong, missing, cancel);
        var standing = new HashSet<AnchoredHead>();
        foreach (var head in signed.Select(s => s.Anchor.Head).Distinct())
        {
            if (await db.AuditEvents.Where(e => e.Seq == head.Seq).Select(e => e.Hash).SingleOrDefaultAsync(cancel) is { } hash && Convert.ToHexStringLower(hash) == head.Hash)
            {
                standing.Add(head);
            }
        }

        var (lost, contradicted) = (Lost(signed.ConvertAll(s => s.Anchor), standing), new List<Anchor>());
        foreach (var (name, anchor) in signed.Where(s => !standing.Contains(s.Anchor.Head)))
        {
            if (lost.TryGetValue(anchor.Head, out var statement))
            {
                explained.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: event {anchor.Seq} was lost by the restore that event {statement.Seq} records"));
            }
            else
            {
                contradicted.Add(anchor);
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: on {anchor.At:d MMM yyyy HH:mm} UTC the record had event {anchor.Seq} with another hash, or has lost it since: it was cut or rewritten"));
            }
        }

        if (contradicted.Count > 0 && await db.AuditEvents.Where(e => e.Type == nameof(ChainResumed)).MaxAsync(e => (long?)e.Seq, cancel) is { } said)
        {
            wrong.Add(string.Create(CultureInfo.InvariantCulture, $"event {said} speaks of a restore, and no signed statement beside the anchors says that it lost what is named above"));
        }

        var agreeing = signed.Where(s => standing.Contains(s.Anchor.Head)).Select(s => s.Anchor).ToList();
        return new AnchorReport(agreeing.Count, wrong, missing, explained)
        {
            Loss = AnchoredLoss.Of(contradicted, agreeing),
            Restores = [.. agreeing.Where(a => a.Lost is not null).Select(a => a.Seq).Distinct()],
        };
    }

    /// <summary>The anchors of this installation that are signed as they should be; what is wrong with the others is added.</summary>
    private async Task<List<(string Name, Anchor Anchor)>> SignedAsync(IEnumerable<string> paths, Guid installation, List<string> wrong, List<string> missing, CancellationToken cancel)
    {
        var (signed, beside) = (new List<(string, Anchor)>(), new KeysBeside());
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
                else if (await UnsignedAsync(file, anchor, beside, cancel) is { Length: > 0 } unsigned)
                {
                    (unsigned.Contains("not here", StringComparison.Ordinal) ? missing : wrong).Add($"{name}: {unsigned}");
                }
                else
                {
                    signed.Add((name, anchor));
                }
            }
        }

        return signed;
    }

    private async Task<string> UnsignedAsync(string file, Anchor anchor, KeysBeside beside, CancellationToken cancel)
    {
        var signature = file + AnchorFolder.SignatureEnding;
        if (!File.Exists(signature))
        {
            return "its signature is not there";
        }

        var known = beside.Of(file).Concat(key.PublicPemIfAny is { } own ? [own] : []);
        return known.FirstOrDefault(p => AnchorKey.FingerprintOf(p) is { } print && print.AsSpan().SequenceEqual(anchor.Key)) is not { } pem ? $"its key {Convert.ToHexStringLower(anchor.Key)} is not here"
            : AnchorKey.IsSigned(pem, anchor.ToBytes(), await File.ReadAllBytesAsync(signature, cancel)) ? ""
            : "its signature is wrong";
    }

    // A statement counts when the event that it anchors stands in the record, or was itself lost by a later restore whose statement counts.
    private static Dictionary<AnchoredHead, Anchor> Lost(List<Anchor> signed, HashSet<AnchoredHead> standing)
    {
        var lost = new Dictionary<AnchoredHead, Anchor>();
        var statements = signed.FindAll(a => a.Lost is not null);
        while (statements.Find(s => standing.Contains(s.Head) || lost.ContainsKey(s.Head)) is { } counts)
        {
            statements.Remove(counts);
            foreach (var head in counts.Lost!)
            {
                _ = lost.TryAdd(head, counts);
            }
        }

        return lost;
    }
}
