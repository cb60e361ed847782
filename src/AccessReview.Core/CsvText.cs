using System.Buffers;

namespace AccessReview.Core;

/// <summary>Lines of a CSV file for spreadsheets: RFC 4180 quoting, and a cell that a spreadsheet would take for a formula gets
/// an apostrophe in front.</summary>
public static class CsvText
{
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r\n\0");
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",;\t\r\n");

    /// <summary>A cell.</summary>
    public static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        // A formula is recognised after leading spaces too.
        var first = text.AsSpan().TrimStart(' ');
        var safe = first.Length > 0 && Formula.Contains(first[0]) || Formula.Contains(text[0]) ? "'" + text : text;
        return safe.AsSpan().ContainsAny(Quoted) ? "\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : safe;
    }

    /// <summary>A line with its end.</summary>
    public static string Line(params IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";
}
