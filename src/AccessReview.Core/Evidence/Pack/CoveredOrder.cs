using System.Runtime.CompilerServices;
using AccessReview.Core.Audit;

namespace AccessReview.Core.Evidence.Pack;

/// <summary>One table's rows under one event, by item or by key.</summary>
/// <param name="ReadAsync">Streams them; may be called again.</param>
internal sealed record CoveredPart(Func<bool, IAsyncEnumerable<PackRow>> ReadAsync);

/// <summary>
/// An event says how many rows it covers and their hash, and not which table's come first: that is its command's own affair.
/// Whichever order gives the cited hash proves the same rows; where none does, the rows go into the pack as they are and the
/// pack's own check says so.
/// </summary>
internal static class CoveredOrder
{
    internal static async IAsyncEnumerable<PackRow> FindAsync(
        IReadOnlyList<CoveredPart> parts, CoveredRows covered, [EnumeratorCancellation] CancellationToken cancel)
    {
        var present = new List<CoveredPart>();
        foreach (var part in parts)
        {
            await using var rows = part.ReadAsync(false).GetAsyncEnumerator(cancel);
            if (await rows.MoveNextAsync())
            {
                present.Add(part);
            }
        }

        var (order, byItem) = (present, true);
        foreach (var candidate in Orders(present).SelectMany(o => new[] { (Order: o, ByItem: true), (Order: o, ByItem: false) }))
        {
            if (await MatchesAsync(candidate.Order, candidate.ByItem, covered, cancel))
            {
                (order, byItem) = candidate;
                break;
            }
        }

        foreach (var part in order)
        {
            await foreach (var row in part.ReadAsync(byItem).WithCancellation(cancel))
            {
                yield return row;
            }
        }
    }

    private static async Task<bool> MatchesAsync(List<CoveredPart> order, bool byItem, CoveredRows covered, CancellationToken cancel)
    {
        using var hash = new RowsHash();
        foreach (var part in order)
        {
            await foreach (var row in part.ReadAsync(byItem).WithCancellation(cancel))
            {
                hash.Add(row.Hash);
            }
        }

        return hash.Count == covered.Count && hash.ToCovered().Sha256.Bytes.AsSpan().SequenceEqual(covered.Sha256.Bytes);
    }

    private static IEnumerable<List<CoveredPart>> Orders(List<CoveredPart> parts) =>
        parts.Count <= 1
            ? [parts]
            : parts.SelectMany(first => Orders([.. parts.Where(p => p != first)]).Select(rest => new List<CoveredPart> { first }.Concat(rest).ToList()));
}
