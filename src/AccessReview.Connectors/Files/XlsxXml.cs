using System.Xml;

namespace AccessReview.Connectors.Files;

/// <summary>Reads the XML of a workbook so that a few bytes cannot become much memory: a document type, deep nesting, endless
/// tags or texts and ever new names are refused where they begin.</summary>
internal static class XlsxXml
{
    /// <summary>A sheet needs six.</summary>
    private const int MostLevels = 64;

    /// <summary>A reader over a part, forward only; it closes the part.</summary>
    public static XmlReader Open(Stream part) => XmlReader.Create(new PieceStream(part), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = TableLimits.ZipEntryBytes,
        MaxCharactersFromEntities = 1024,
        NameTable = new FewNames(),
        CloseInput = true,
    });

    /// <summary>The next node; a reader keeps something of every level above it, so too deep a one is refused.</summary>
    public static bool Next(this XmlReader xml)
    {
        if (!xml.Read())
        {
            return false;
        }
        return xml.Depth <= MostLevels
            ? true
            : throw XlsxDirectory.Unsafe($"its parts are nested more than {MostLevels} levels deep");
    }

    /// <summary>A reader keeps every name it met. A workbook has some hundred.</summary>
    private sealed class FewNames : NameTable
    {
        private const int Most = 10_000;
        private int names;

        public override string Add(string key) => Get(key) ?? base.Add(Counted(key));

        public override string Add(char[] key, int start, int len)
        {
            if (Get(key, start, len) is { } known)
            {
                return known;
            }
            Counted("");
            return base.Add(key, start, len);
        }

        private string Counted(string key) =>
            ++names <= Most ? key : throw XlsxDirectory.Unsafe($"it uses more than {Most} different names");
    }
}

/// <summary>
/// Refuses markup with too much between one "&lt;" and the next: a tag or a text, which a reader takes in at once. The
/// character cannot stand in an attribute or a text, so nobody can hide a long one behind it.
/// </summary>
internal sealed class PieceStream(Stream inner) : Stream
{
    /// <summary>The longest cell, every character of it written as a reference.</summary>
    private const int MostBytes = 512 * 1024;
    private long run;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer[..Math.Min(buffer.Length, MostBytes)]);
        var first = buffer[..read].IndexOf((byte)'<');
        if (run + (first < 0 ? read : first) > MostBytes)
        {
            throw XlsxDirectory.Unsafe($"one piece of a part is longer than {MostBytes / 1024} KB");
        }
        run = first < 0 ? run + read : read - buffer[..read].LastIndexOf((byte)'<');
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
