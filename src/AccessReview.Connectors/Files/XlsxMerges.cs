using System.Globalization;

namespace AccessReview.Connectors.Files;

/// <summary>The cells of a sheet that are merged over several rows. Only the first row has their value, so a row below it would be
/// read as if it had none: it is marked, and a person decides.</summary>
internal sealed class XlsxMerges
{
    private readonly List<(int First, int Last, string Cells)> tall = [];

    /// <summary>All are noted: from here on rows can be marked.</summary>
    public void End() => tall.Sort();

    /// <summary>Notes merged cells such as "B4:B6"; those of one row alone hide nothing.</summary>
    public void Add(string reference)
    {
        if (reference.Split(':') is [var from, var to] && Row(from) is { } first && Row(to) is { } last && last > first)
        {
            tall.Add((first, last, reference));
        }
    }

    /// <summary>The lines, which are in the order of their rows, marked.</summary>
    public IEnumerable<TableLine> Mark(IEnumerable<TableLine> lines)
    {
        var (next, open) = (0, (First: 0, Last: 0, Cells: ""));
        foreach (var line in lines)
        {
            for (; next < tall.Count && tall[next].First < line.Number; next++)
            {
                open = tall[next].Last > open.Last ? tall[next] : open;
            }
            line.Merged = line.Number <= open.Last ? open.Cells : null;
            yield return line;
        }
    }

    private static int? Row(string cell) =>
        int.TryParse(cell.AsSpan().TrimStart("$ABCDEFGHIJKLMNOPQRSTUVWXYZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : null;
}
