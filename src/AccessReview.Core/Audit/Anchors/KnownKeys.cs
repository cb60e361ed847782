using System.Text;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>What is known of a key that signed something.</summary>
public enum KeyTrust
{
    /// <summary>It is this installation's, or was: it is the product's own, or lies beside anchors.</summary>
    Ours,

    /// <summary>It cannot be said: no key was kept outside the database, or the record alone names it.</summary>
    NotHere,

    /// <summary>It is neither the product's own, nor beside the anchors, nor named by the record: somebody else's.</summary>
    Foreign,
}

/// <summary>The keys with which this installation signs or has signed, as far as something outside the database says so: whoever rewrites
/// the database can name a key in it, too.</summary>
public sealed class KnownKeys(Databases databases, AnchorKey key)
{
    /// <summary>Whether there is a key of this installation, the product's own or one beside anchors.</summary>
    public bool Any(IReadOnlyList<string> anchors) => key.IsMade || anchors.SelectMany(AnchorFolder.KeysBeside).Any();

    /// <summary>Whose a public key is.</summary>
    /// <param name="publicPem">The key, as text.</param>
    /// <param name="anchors">Files and folders of anchors.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<KeyTrust> OfAsync(string publicPem, IReadOnlyList<string> anchors, CancellationToken cancel)
    {
        var asked = Print(publicPem);
        var kept = anchors.SelectMany(AnchorFolder.KeysBeside).Select(Print).ToHashSet(StringComparer.Ordinal);
        if (kept.Contains(asked) || (key.IsMade && Print(key.PublicPem) == asked))
        {
            return KeyTrust.Ours;
        }

        await using var db = databases.CreateDbContext();
        var changes = await db.AuditEvents.AsNoTracking().Where(e => e.Type == nameof(AnchorKeyChanged)).Select(e => e.Body).ToListAsync(cancel);
        return kept.Count == 0 || changes.Exists(body => Encoding.UTF8.GetString(body).Contains(asked, StringComparison.Ordinal)) ? KeyTrust.NotHere : KeyTrust.Foreign;
    }

    private static string Print(string publicPem) => AnchorKey.FingerprintOf(publicPem) is { } print ? Convert.ToHexStringLower(print) : "";
}
