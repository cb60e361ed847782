using System.Globalization;

namespace AccessReview.Core.Evidence.Workbook;

/// <summary>One tab of the workbook: a sheet, or a part of one that is too long for a tab.</summary>
/// <param name="Sheet">The sheet.</param>
/// <param name="Number">Its part, from 1.</param>
/// <param name="FirstRow">How many rows of the sheet stand in earlier parts.</param>
/// <param name="RowCount">How many rows of the sheet stand in this part.</param>
internal sealed record SheetPart(Sheet Sheet, int Number, long FirstRow, int RowCount)
{
    /// <summary>Excel's row of the first fact; above it stand the notice and the headings.</summary>
    internal const int FirstLine = 3;

    internal string TabName => Number == 1 ? Sheet.Name : string.Create(CultureInfo.InvariantCulture, $"{Sheet.Name} ({Number})");

    internal string TableName => string.Create(
        CultureInfo.InvariantCulture, $"{string.Concat(Sheet.Name.Where(char.IsAsciiLetterOrDigit))}_{Number}");

    /// <summary>A table needs one row beneath its headings, be it an empty one.</summary>
    internal int LastLine => FirstLine + Math.Max(RowCount, 1) - 1;

    internal static IEnumerable<SheetPart> Of(Sheet sheet, int rowsPerSheet)
    {
        var number = 1;
        for (long first = 0; first == 0 || first < sheet.RowCount; first += rowsPerSheet)
        {
            yield return new SheetPart(sheet, number++, first, (int)Math.Min(rowsPerSheet, sheet.RowCount - first));
        }
    }

    /// <summary>The first row: the edition's notice and how many rows there are.</summary>
    internal string Notice(string notice, DateTime madeAt)
    {
        var rows = Sheet.RowCount switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"0 rows, checked at {madeAt:yyyy-MM-dd HH:mm:ss} (UTC)"),
            var all when all == RowCount => string.Create(CultureInfo.InvariantCulture, $"{all:N0} rows"),
            var all => string.Create(
                CultureInfo.InvariantCulture, $"rows {FirstRow + 1:N0} to {FirstRow + RowCount:N0} of {all:N0}"),
        };
        return $"{notice} · {rows}";
    }

    /// <summary>The reference of the table, headings included.</summary>
    internal string TableReference => string.Create(
        CultureInfo.InvariantCulture, $"A{FirstLine - 1}:{ColumnName(Sheet.Columns.Count - 1)}{LastLine}");

    internal static string ColumnName(int column)
    {
        var name = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        {
            name = (char)('A' + ((rest - 1) % 26)) + name;
        }

        return name;
    }
}
