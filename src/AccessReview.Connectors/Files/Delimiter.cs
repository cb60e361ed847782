using System.Buffers;

namespace AccessReview.Connectors.Files;

/// <summary>Finds the delimiter of a CSV text from its first lines.</summary>
internal static class Delimiter
{
    private const int LinesLookedAt = 20;
    private static readonly byte[] Candidates = ",;\t"u8.ToArray();

    /// <summary>
    /// The candidate on which most lines agree with the first one; among equals the one that makes most columns.
    /// A text without any of them is one column, and comma is as good as any.
    /// </summary>
    public static char Find(ReadOnlySpan<byte> utf8)
    {
        var (best, bestAgreeing, bestCount) = (',', 0, 0);
        foreach (var candidate in Candidates)
        {
            var counts = CountByLine(utf8, candidate);
            var first = counts.Count == 0 ? 0 : counts[0];
            var agreeing = first == 0 ? 0 : counts.Count(count => count == first);
            if ((agreeing, first).CompareTo((bestAgreeing, bestCount)) > 0)
            {
                (best, bestAgreeing, bestCount) = ((char)candidate, agreeing, first);
            }
        }
        return best;
    }

    private static List<int> CountByLine(ReadOnlySpan<byte> utf8, byte candidate)
    {
        var counts = new List<int>();
        var stops = SearchValues.Create([(byte)'"', (byte)'\n', (byte)'\r', candidate]);
        var (count, quoted, empty) = (0, false, true);
        while (counts.Count < LinesLookedAt && !utf8.IsEmpty)
        {
            var at = utf8.IndexOfAny(stops);
            empty &= at == 0;
            if (at < 0)
            {
                break;
            }
            var found = utf8[at];
            utf8 = utf8[(at + 1)..];
            if (found == '"')
            {
                (quoted, empty) = (!quoted, false);
            }
            else if (!quoted && found == candidate)
            {
                (count, empty) = (count + 1, false);
            }
            else if (!quoted && !empty)
            {
                counts.Add(count);
                (count, empty) = (0, true);
            }
        }
        if (!empty && counts.Count < LinesLookedAt)
        {
            counts.Add(count);
        }
        return counts;
    }
}
