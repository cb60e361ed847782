using System.Text.RegularExpressions;

namespace AccessReview.Connectors.Files;

/// <summary>Tells lines that are no data, as exports write them: blank ones, what stands above the heading, totals, the heading once more.</summary>
internal sealed partial class LineKinds
{
    /// <summary>First cells whose judgement is remembered: an export by team begins thousands of lines with one word.</summary>
    private const int MostRemembered = 1000;

    private readonly string[] heading;
    private readonly int headingLine;
    private readonly Dictionary<string, bool> totals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> beginsHeading = new(StringComparer.Ordinal);

    public LineKinds(Table table) => (heading, headingLine) = ([.. table.Columns.Select(CellText.Key)], table.HeaderLine);

    /// <summary>What the line is instead of data, or null.</summary>
    public SetAsideKind? Detect(TableLine line) =>
        line.IsBlank ? SetAsideKind.Blank
        : line.Number < headingLine ? SetAsideKind.AboveHeading
        : line.BrokenQuotes ? null
        : IsHeading(line) ? SetAsideKind.RepeatedHeading
        : IsTotal(line) ? SetAsideKind.TotalRow
        : null;

    private bool IsHeading(TableLine line)
    {
        if (line.Cells.Count != heading.Length || heading.Length == 0)
        {
            return false;
        }
        var first = line.Cells[0];
        if (!(beginsHeading.TryGetValue(first, out var begins) ? begins : Remember(beginsHeading, first, IsHeading(first, 0))))
        {
            return false;
        }
        for (var i = 1; i < heading.Length; i++)
        {
            if (!IsHeading(line.Cells[i], i))
            {
                return false;
            }
        }
        return true;
    }

    private bool IsHeading(string cell, int column)
    {
        if (cell.Length > 0 && char.IsAscii(cell[0]) && heading[column].Length > 0
            && char.ToUpperInvariant(cell[0]) != heading[column][0] && !char.IsWhiteSpace(cell[0]))
        {
            return false; // spares nearly every line the cost of a key
        }
        return string.Equals(cell, heading[column], StringComparison.OrdinalIgnoreCase)
            || (cell.Length > 0 ? CellText.Key(CellText.Clean(cell)) == heading[column] : IsMadeUp(column));
    }

    private static bool Remember(Dictionary<string, bool> known, string cell, bool answer)
    {
        if (known.Count < MostRemembered)
        {
            known[cell] = answer;
        }
        return answer;
    }

    /// <summary>The heading's cell was empty and got a name of ours.</summary>
    private bool IsMadeUp(int column) => heading[column] == $"COLUMN {column + 1}";

    /// <summary>Its first text is a word for total, perhaps with a number, and no address stands on it.</summary>
    private bool IsTotal(TableLine line)
    {
        foreach (var cell in line.Cells)
        {
            if (string.IsNullOrWhiteSpace(cell))
            {
                continue;
            }
            return cell.Length <= 60 && MayBegin(cell)
                && (totals.TryGetValue(cell, out var total) ? total : Remember(totals, cell, Total().IsMatch(CellText.Plain(CellText.Clean(cell)))))
                && !line.Cells.Any(other => other.Contains('@'));
        }
        return false;
    }

    /// <summary>Spares nearly every line the cost of the pattern.</summary>
    private static bool MayBegin(string cell) =>
        cell.AsSpan().TrimStart()[0] is 't' or 'T' or 'g' or 'G' or 's' or 'S' or 'i' or 'I' or 'e' or 'E' or 'r' or 'R' or 'n' or 'N' or 'Σ' or '∑' or (>= '0' and <= '9');

    [GeneratedRegex(@"^(?:(?:grand |sub)?totals?|totale?s?|totaux|total general|gesamt(?:summe|zahl|anzahl)?|summe|insgesamt|ensemble|suma|totaal|eindtotaal|totale generale|sum|row count|records|rows|number of (?:users|rows|records)|[σς∑])\s*(?:(?:users|accounts|members|records|rows|benutzer|konten|mitarbeiter|utilisateurs|usuarios|gebruikers|utenti)\b|of\b|:|=|-|\(|$|[0-9])|^[0-9][0-9 .,']*\s*(?:users|rows|records|total|benutzer|zeilen|utilisateurs|lignes|usuarios|filas|gebruikers|rijen|utenti|righe)\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Total();
}
