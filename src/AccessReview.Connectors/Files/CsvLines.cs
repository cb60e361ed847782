using System.Collections;
using CsvHelper;

namespace AccessReview.Connectors.Files;

/// <summary>The lines of one delimited text, split anew whenever they are looked at: what lies in memory is the text alone.</summary>
internal sealed class CsvLines : IReadOnlyCollection<TableLine>
{
    private readonly ReadOnlyMemory<byte> utf8;
    private readonly char delimiter;
    private readonly int skip;

    /// <summary>Reads all lines once.</summary>
    /// <exception cref="TableRefusedException">They are more, wider or more broken than a table's may be.</exception>
    public CsvLines(ReadOnlyMemory<byte> utf8, char delimiter, int skip)
    {
        (this.utf8, this.delimiter, this.skip) = (utf8, delimiter, skip);
        foreach (var record in Records())
        {
            RefuseTooWide(record);
            if (++Count > TableLimits.Lines)
            {
                throw new TableRefusedException(
                    TableProblemCode.TooManyLines, $"The file has more than {TableLimits.Lines} lines. Export it in parts.");
            }
        }
    }

    /// <summary>How many there are, the heading included.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public IEnumerator<TableLine> GetEnumerator() => Records().Select(Line).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A line before its cells are made.</summary>
    /// <param name="Number">Where it starts.</param>
    /// <param name="Raw">Its bytes.</param>
    /// <param name="IsBroken">A quote does not close where it should.</param>
    /// <param name="Reader">Stands on it; null where an open quote lets its cells not be told apart.</param>
    private readonly record struct Record(int Number, ReadOnlyMemory<byte> Raw, bool IsBroken, CsvReader? Reader);

    private IEnumerable<Record> Records()
    {
        var (start, firstLine, broken) = (skip, skip > 0 ? 2 : 1, 0);
        while (start >= 0)
        {
            (start, var from, var first) = (-1, start, firstLine);
            CsvMalformedReason? malformed = null;
            using var reader = Open(from, reason => malformed = reason);
            while (start < 0 && reader.Read())
            {
                var number = first + (int)reader.LineNumber - 1;
                var raw = utf8.Slice(from + (int)reader.ByteOffset, reader.RawRecord.Length);
                var isBroken = malformed is CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.TextAfterClosingQuote;
                malformed = null;
                if (!isBroken || raw.Span.IndexOfAny((byte)'\r', (byte)'\n') is not (>= 0 and var end))
                {
                    yield return new Record(number, raw, isBroken, reader);
                    continue;
                }

                // A quote that is never closed must not swallow the lines below: reading goes on behind this one.
                yield return new Record(number, raw[..end], IsBroken: true, Reader: null);
                (start, firstLine) = (from + (int)reader.ByteOffset + Behind(raw.Span, end), number + 1);
                if (++broken > TableLimits.BrokenQuotes)
                {
                    throw new TableRefusedException(
                        TableProblemCode.Quotes,
                        $"More than {TableLimits.BrokenQuotes} quotes are opened and never closed, the last on line {number}. Check the delimiter, or export the file again.");
                }
            }
        }
    }

    private CsvReader Open(int from, Action<CsvMalformedReason> malformed) => CsvReader.Create(utf8[from..], new CsvReaderOptions
    {
        Separator = delimiter,
        HasHeader = false,
        SkipEmptyLines = false,
        TrackLineNumbers = true,
        DetectSeparatorHint = false,
        TrimWhitespace = true,
        PoolStrings = true,
        OnMalformedRecord = record => malformed(record.Reason),
    });

    private static int Behind(ReadOnlySpan<byte> raw, int lineBreak) =>
        lineBreak + (raw[lineBreak] == '\r' && lineBreak + 1 < raw.Length && raw[lineBreak + 1] == '\n' ? 2 : 1);

    private TableLine Line(Record record) => new(record.Number, Cells(record), record.Raw, record.IsBroken);

    private string[] Cells(Record record)
    {
        if (record.Reader is not { } reader)
        {
            return System.Text.Encoding.UTF8.GetString(record.Raw.Span).Split(delimiter, TableLimits.Columns);
        }
        var cells = new string[reader.FieldCount];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = reader.GetString(i);
        }
        return cells;
    }

    private static void RefuseTooWide(Record record)
    {
        if (record.Reader is not { } reader)
        {
            return;
        }
        if (reader.FieldCount > TableLimits.Columns)
        {
            throw new TableRefusedException(
                TableProblemCode.TooManyColumns,
                $"Line {record.Number} has {reader.FieldCount} columns; at most {TableLimits.Columns} can be read. Check the delimiter, or export fewer columns.");
        }
        for (var i = 0; i < reader.FieldCount && record.Raw.Length > TableLimits.FieldChars; i++)
        {
            if (reader.GetString(i).Length is var length && length > TableLimits.FieldChars)
            {
                throw new TableRefusedException(
                    TableProblemCode.FieldTooLong,
                    $"Line {record.Number}, column {i + 1} holds {length} characters; at most {TableLimits.FieldChars} can be read.");
            }
        }
    }
}
