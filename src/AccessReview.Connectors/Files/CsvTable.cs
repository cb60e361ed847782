using CsvHelper;

namespace AccessReview.Connectors.Files;

/// <summary>Reads delimited text. CsvHelper splits it; what is kept, counted and refused is decided here.</summary>
internal static class CsvTable
{
    public static Table Read(byte[] bytes, TableReadOptions options)
    {
        var (utf8, encoding, byteOrderMark) = TableText.Decode(bytes, options.Windows1252);
        RefuseOtherText(utf8.Span);
        var (hint, skip) = ExcelHint(utf8.Span);
        var delimiter = options.Delimiter ?? hint ?? Delimiter.Find(utf8.Span);
        if (delimiter is not (',' or ';' or '\t'))
        {
            throw new ArgumentException("The delimiter must be a comma, a semicolon or a tab.", nameof(options));
        }
        var lines = new CsvLines(utf8, delimiter, skip).Read();
        var (headerLine, columns, others) = Heading.Take(lines, options.HeaderLine);
        return new Table(TableFormat.Csv, encoding, byteOrderMark, delimiter, Sheet: null, [], headerLine, columns, others);
    }

    /// <summary>What begins like this has lines and commas too, and would be read as a table of nonsense.</summary>
    private static void RefuseOtherText(ReadOnlySpan<byte> utf8)
    {
        var begin = System.Text.Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 200)]).TrimStart().ToUpperInvariant();
        var what = Starts(begin, "<!DOCTYPE HTML", "<HTML", "<HEAD", "<TABLE") ? "a web page; perhaps the export ended at a sign-in page"
            : Starts(begin, "<?XML") ? "an XML document"
            : Starts(begin, "{\"", "[{", "[\"", "[[") ? "JSON"
            : null;
        if (what is not null)
        {
            throw new TableRefusedException(TableProblemCode.EndingDisagrees, $"The file is no table: its content is {what}. Export it again as CSV or .xlsx.");
        }
    }

    private static bool Starts(string begin, params ReadOnlySpan<string> with)
    {
        foreach (var text in with)
        {
            if (begin.StartsWith(text, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Excel's first line "sep=;" names the delimiter and belongs to the heading.</summary>
    private static (char? Delimiter, int Bytes) ExcelHint(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < 6 || !utf8.StartsWith("sep="u8) || utf8[4] is not ((byte)',' or (byte)';' or (byte)'\t'))
        {
            return (null, 0);
        }
        var end = utf8[5] == '\r' && utf8.Length > 6 && utf8[6] == '\n' ? 7 : 6;
        return utf8[5] is (byte)'\r' or (byte)'\n' ? ((char)utf8[4], end) : (null, 0);
    }
}

/// <summary>The lines of one delimited text.</summary>
internal sealed class CsvLines(ReadOnlyMemory<byte> utf8, char delimiter, int skip)
{
    private readonly List<TableLine> lines = [];
    private int start = skip;
    private int firstLine = skip > 0 ? 2 : 1;
    private CsvMalformedReason? malformed;

    public List<TableLine> Read()
    {
        var broken = 0;
        while (!ReadUntilBroken())
        {
            if (++broken > TableLimits.BrokenQuotes)
            {
                throw new TableRefusedException(
                    TableProblemCode.Quotes,
                    $"More than {TableLimits.BrokenQuotes} quotes are opened and never closed, the last on line {firstLine - 1}. Check the delimiter, or export the file again.");
            }
        }
        return lines;
    }

    /// <summary>False when a quote was never closed: that line is then noted as broken, and reading goes on behind it, so that one quote cannot swallow the lines below.</summary>
    private bool ReadUntilBroken()
    {
        malformed = null;
        using var reader = CsvReader.Create(utf8[start..], new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            SkipEmptyLines = false,
            TrackLineNumbers = true,
            DetectSeparatorHint = false,
            TrimWhitespace = true,
            PoolStrings = true,
            OnMalformedRecord = record => malformed = record.Reason,
        });
        while (reader.Read())
        {
            var number = firstLine + (int)reader.LineNumber - 1;
            var raw = utf8.Slice(start + (int)reader.ByteOffset, reader.RawRecord.Length);
            var reason = malformed;
            malformed = null;
            if (reason is CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.TextAfterClosingQuote
                && raw.Span.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var lineBreak)
            {
                Add(new TableLine(number, [.. Cells(raw[..lineBreak])], raw[..lineBreak], brokenQuotes: true));
                var isPair = raw.Span[lineBreak] == '\r' && lineBreak + 1 < raw.Length && raw.Span[lineBreak + 1] == '\n';
                start += (int)reader.ByteOffset + lineBreak + (isPair ? 2 : 1);
                firstLine = number + 1;
                return false;
            }
            var isBroken = reason is CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.TextAfterClosingQuote;
            Add(new TableLine(number, Cells(reader, number), raw, isBroken));
        }
        return true;
    }

    /// <summary>Of a broken line, to show it: where a quote is open the rest cannot be told apart.</summary>
    private string[] Cells(ReadOnlyMemory<byte> line) =>
        System.Text.Encoding.UTF8.GetString(line.Span).Split(delimiter, TableLimits.Columns);

    private static string[] Cells(CsvReader reader, int number)
    {
        if (reader.FieldCount > TableLimits.Columns)
        {
            throw new TableRefusedException(
                TableProblemCode.TooManyColumns,
                $"Line {number} has {reader.FieldCount} columns; at most {TableLimits.Columns} can be read. Check the delimiter, or export fewer columns.");
        }
        var cells = new string[reader.FieldCount];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = reader.GetString(i);
            if (cells[i].Length > TableLimits.FieldChars)
            {
                throw new TableRefusedException(
                    TableProblemCode.FieldTooLong,
                    $"Line {number}, column {i + 1} holds {cells[i].Length} characters; at most {TableLimits.FieldChars} can be read.");
            }
        }
        return cells;
    }

    private void Add(TableLine line)
    {
        if (lines.Count == TableLimits.Lines)
        {
            throw new TableRefusedException(
                TableProblemCode.TooManyLines, $"The file has more than {TableLimits.Lines} lines. Export it in parts.");
        }
        lines.Add(line);
    }
}
