using System.Text;
using System.Text.Unicode;

namespace AccessReview.Connectors.Files;

/// <summary>The bytes of a text file as valid UTF-8 without a byte order mark, or a refusal that says where they are not.</summary>
internal static class TableText
{
    public static (ReadOnlyMemory<byte> Utf8, TableEncoding Encoding, bool ByteOrderMark) Decode(
        byte[] bytes, bool windows1252)
    {
        var span = bytes.AsSpan();
        if (span.StartsWith(Encoding.UTF8.Preamble))
        {
            return (Checked(bytes.AsMemory(3)), TableEncoding.Utf8, true);
        }
        if (span.StartsWith(Encoding.Unicode.Preamble))
        {
            return (Checked(FromUtf16(bytes, bigEndian: false)), TableEncoding.Utf16, true);
        }
        if (span.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            return (Checked(FromUtf16(bytes, bigEndian: true)), TableEncoding.Utf16, true);
        }
        if (windows1252)
        {
            var ansi = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
            return (Checked(Encoding.Convert(ansi, Encoding.UTF8, bytes)), TableEncoding.Windows1252, false);
        }
        return (Checked(bytes), TableEncoding.Utf8, false);
    }

    private static byte[] FromUtf16(byte[] bytes, bool bigEndian)
    {
        try
        {
            var strict = new UnicodeEncoding(bigEndian, byteOrderMark: true, throwOnInvalidBytes: true);
            return Encoding.UTF8.GetBytes(strict.GetString(bytes, 2, bytes.Length - 2));
        }
        catch (DecoderFallbackException)
        {
            throw new TableRefusedException(
                TableProblemCode.NotUtf8, "The file says it is UTF-16 but is not. Export it as CSV UTF-8.");
        }
    }

    private static ReadOnlyMemory<byte> Checked(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.IndexOf((byte)0) is >= 0 and var nul)
        {
            throw new TableRefusedException(
                TableProblemCode.Nul,
                $"Line {LineOf(utf8.Span, nul)} contains a NUL character, which no table does. The file is damaged or is not text.");
        }
        if (!Utf8.IsValid(utf8.Span))
        {
            var at = FirstInvalid(utf8.Span);
            throw new TableRefusedException(
                TableProblemCode.NotUtf8,
                $"Line {LineOf(utf8.Span, at)} is not UTF-8 (byte {utf8.Span[at]:X2} at position {at + 1}). If names look right when it is read as Windows-1252, choose that; else export it as CSV UTF-8.");
        }
        return utf8;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(utf8[at..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
        {
            at += consumed;
        }
        return at;
    }

    private static int LineOf(ReadOnlySpan<byte> utf8, int position)
    {
        var before = utf8[..position];
        return 1 + Math.Max(before.Count((byte)'\n'), before.Count((byte)'\r'));
    }
}
