using System.Text;

namespace AccessReview.Connectors.Files;

/// <summary>What kind of file a table came from.</summary>
public enum TableFormat
{
    /// <summary>Text with a delimiter (RFC 4180).</summary>
    Csv,
    /// <summary>An Excel workbook.</summary>
    Xlsx,
}

/// <summary>How the text of a CSV file was encoded.</summary>
public enum TableEncoding
{
    /// <summary>UTF-8, read strictly.</summary>
    Utf8,
    /// <summary>UTF-16 with a byte order mark (Excel's "Unicode text").</summary>
    Utf16,
    /// <summary>Windows-1252, only when a person chose it.</summary>
    Windows1252,
}

/// <summary>An uploaded table as it was read: nothing is dropped, nothing is interpreted.</summary>
/// <param name="Format">CSV or workbook.</param>
/// <param name="Encoding">How the text was encoded (a workbook's is always UTF-8 here).</param>
/// <param name="ByteOrderMark">Whether the file began with a byte order mark.</param>
/// <param name="Delimiter">Between cells; null for a workbook.</param>
/// <param name="Sheet">The sheet that was read; null for CSV.</param>
/// <param name="Sheets">Every sheet of the workbook, to choose another.</param>
/// <param name="HeaderLine">The line number of the heading.</param>
/// <param name="Columns">Names of the heading, made unique: an empty one is "Column 4", a second Email is "Email (2)".</param>
/// <param name="Lines">Every other line, those above the heading included. Empty rows of a workbook are no lines. Each is made anew
/// whenever they are looked at, so that a million of them take the room of the file.</param>
public sealed record Table(
    TableFormat Format,
    TableEncoding Encoding,
    bool ByteOrderMark,
    char? Delimiter,
    string? Sheet,
    IReadOnlyList<string> Sheets,
    int HeaderLine,
    IReadOnlyList<string> Columns,
    IReadOnlyCollection<TableLine> Lines);

/// <summary>One line of a table.</summary>
public sealed class TableLine
{
    private readonly ReadOnlyMemory<byte> raw;

    internal TableLine(int number, IReadOnlyList<string> cells, ReadOnlyMemory<byte> raw, bool brokenQuotes)
    {
        Number = number;
        Cells = cells;
        this.raw = raw;
        BrokenQuotes = brokenQuotes;
    }

    /// <summary>Where the line starts in the file, counted as an editor does: from 1, lines inside quotes and empty ones included. In a workbook the row number.</summary>
    public int Number { get; }

    /// <summary>The cells as they are, quotes resolved.</summary>
    public IReadOnlyList<string> Cells { get; }

    /// <summary>Quotes on this line do not close where they should, so its cells cannot be trusted.</summary>
    public bool BrokenQuotes { get; }

    /// <summary>Cells of a workbook such as "B4:B6" of which this row shows a part, and whose value stands in a row above; else null.</summary>
    public string? Merged { get; internal set; }

    /// <summary>The line as it stands in the file; for a workbook the cells with tabs between them.</summary>
    public string Raw => raw.IsEmpty ? string.Join('\t', Cells) : Encoding.UTF8.GetString(raw.Span);

    /// <summary>Whether nothing but white space stands on it.</summary>
    public bool IsBlank
    {
        get
        {
            foreach (var cell in Cells)
            {
                if (!string.IsNullOrWhiteSpace(cell))
                {
                    return false;
                }
            }
            return !BrokenQuotes;
        }
    }
}
