using System.Globalization;

namespace AccessReview.Core.Audit;

/// <summary>What anchors vouch for and the record does not have.</summary>
/// <param name="SharedUpTo">The last event that the record still has, as far as an anchor from before the loss vouches for it; 0 when none does.</param>
/// <param name="Anchors">The anchors that the record contradicts.</param>
public sealed record AnchoredLoss(long SharedUpTo, IReadOnlyList<Anchor> Anchors)
{
    /// <summary>The head that had come furthest.</summary>
    public Anchor Last => Anchors.MaxBy(a => a.Seq)!;

    /// <summary>What a statement of loss names.</summary>
    internal IReadOnlyList<AnchoredHead> Heads => [.. Anchors.Select(a => a.Head).Distinct().OrderBy(h => h.Seq).ThenBy(h => h.Hash, StringComparer.Ordinal)];

    /// <summary>From what was contradicted and what was not; null when nothing was.</summary>
    internal static AnchoredLoss? Of(IReadOnlyList<Anchor> contradicted, IEnumerable<Anchor> agreeing)
    {
        if (contradicted.Count == 0)
        {
            return null;
        }

        // An anchor made after the loss vouches for a number that is used again.
        var first = contradicted.Min(a => a.At);
        return new AnchoredLoss(agreeing.Where(a => a.At <= first).Select(a => a.Seq).DefaultIfEmpty(0).Max(), contradicted);
    }

    /// <summary>Says it, for a record that ends with an event.</summary>
    internal IReadOnlyList<string> Words(long head)
    {
        var (first, last, reused) = (Anchors.Min(a => a.At), Anchors.Max(a => a.At), Anchors.Count(a => a.Seq <= head));
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"what {Anchors.Count} anchors, of {first:yyyy-MM-dd HH:mm} to {last:yyyy-MM-dd HH:mm} UTC, vouch for: the record had come to event {Last.Seq} at least, and ends with event {head}"),
            .. reused > 0 ? [string.Create(CultureInfo.InvariantCulture, $"{reused} of them vouch for numbers that other events have now: after a restore, because the product went on; without one, because somebody rewrote the record")] : Array.Empty<string>(),
        ];
    }
}
