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
        var (headerLine, columns, others) = Heading.Take(new CsvLines(utf8, delimiter, skip), options.HeaderLine);
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
