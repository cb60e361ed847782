using System.Collections;

namespace AccessReview.Connectors.Files;

/// <summary>Takes the heading out of the lines of a table.</summary>
internal static class Heading
{
    /// <summary>A longer one is a sentence above the table; its beginning says enough to choose another line as heading.</summary>
    private const int MostName = 100;

    /// <summary>The heading's line number, its names made unique, and every other line.</summary>
    public static (int Line, string[] Columns, IReadOnlyCollection<TableLine> Others) Take(IReadOnlyCollection<TableLine> lines, int? chosen)
    {
        var heading = lines.FirstOrDefault(line => chosen is { } number ? line.Number == number : !line.IsBlank);
        if (heading is null || heading.IsBlank)
        {
            throw new TableRefusedException(
                TableProblemCode.NoHeading,
                chosen is { } number
                    ? $"There is no heading on line {number}."
                    : "There is no line with anything on it, so there is no heading.");
        }
        if (heading.BrokenQuotes)
        {
            throw new TableRefusedException(
                TableProblemCode.Quotes, $"The heading on line {heading.Number} has a quote that is never closed.");
        }
        return (heading.Number, Unique(heading.Cells), new LinesWithout(lines, heading.Number));
    }

    private static string[] Unique(IReadOnlyList<string> names)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var unique = new string[names.Count];
        for (var i = 0; i < unique.Length; i++)
        {
            var name = CellText.Clean(names[i]);
            var wanted = name.Length > 0 ? CellText.Cut(name, MostName) : $"Column {i + 1}";
            unique[i] = wanted;
            for (var n = 2; !seen.Add(unique[i]); n++)
            {
                unique[i] = $"{wanted} ({n})";
            }
        }
        return unique;
    }
}

/// <summary>All lines but the heading.</summary>
internal sealed class LinesWithout(IReadOnlyCollection<TableLine> lines, int heading) : IReadOnlyCollection<TableLine>
{
    public int Count => lines.Count - 1;

    public IEnumerator<TableLine> GetEnumerator() => lines.Where(line => line.Number != heading).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
