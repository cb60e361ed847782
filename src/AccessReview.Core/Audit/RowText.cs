using System.Globalization;
using System.Text;

namespace AccessReview.Core.Audit;

/// <summary>The text of a row that is hashed: lines <c>name=value</c> in fixed order. Takes ids, codes, times and hashes; free text
/// enters by its salted hash only, so that a purge leaves the row verifiable. One may serve many rows, one after the other.</summary>
public sealed class RowText
{
    private const int MaxNumber = 20;
    private const int MaxDay = 10;

    // Nearly every row fits.
    private byte[] utf8 = new byte[512];
    private int length;

    /// <summary>Becomes the text of a row.</summary>
    public RowText Of(IEvidenceRow row)
    {
        length = 0;
        return row.WriteTo(this);
    }

    /// <summary>Adds an id or count; nothing for null.</summary>
    public RowText Add(string name, long? value)
    {
        var room = Begin(name, MaxNumber);
        var written = 0;
        _ = value?.TryFormat(room, out written, default, CultureInfo.InvariantCulture);
        return End(written);
    }

    /// <summary>Adds a yes or no.</summary>
    public RowText Add(string name, bool value) => Line(name, value ? "yes" : "no");

    /// <summary>Adds a closed code.</summary>
    public RowText Add<TCode>(string name, TCode value)
        where TCode : struct, Enum => Line(name, value.ToString());

    /// <summary>Adds an instant in UTC, to the millisecond.</summary>
    public RowText Add(string name, DateTime? value)
    {
        var room = Begin(name, Clock.MaxWritten);
        return End(value is { } instant ? Clock.Write(instant, room) : 0);
    }

    /// <summary>Adds a calendar day.</summary>
    public RowText Add(string name, DateOnly? value)
    {
        var room = Begin(name, MaxDay);
        var written = 0;
        _ = value?.TryFormat(room, out written, "O", CultureInfo.InvariantCulture);
        return End(written);
    }

    /// <summary>Adds a hash, in lower-case hexadecimal.</summary>
    public RowText Add(string name, byte[]? hash)
    {
        _ = Convert.TryToHexStringLower(hash, Begin(name, 2 * (hash?.Length ?? 0)), out var written);
        return End(written);
    }

    /// <summary>Adds a machine's word (a rule's or actor's key): no free text, no line break.</summary>
    public RowText AddCode(string name, string? code) =>
        code is not null && code.AsSpan().ContainsAny('\n', '\r')
            ? throw new ArgumentException("A code has no line break.", nameof(code))
            : Line(name, code);

    /// <summary>The SHA-256 of the row.</summary>
    public byte[] Hash() => Hashes.OfRow(utf8.AsSpan(0, length));

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(utf8, 0, length);

    private RowText Line(string name, ReadOnlySpan<char> value) =>
        End(Encoding.UTF8.GetBytes(value, Begin(name, Encoding.UTF8.GetMaxByteCount(value.Length))));

    /// <summary>Writes the name; gives room for a value and for the end of its line.</summary>
    private Span<byte> Begin(string name, int valueAtMost)
    {
        var needed = length + Encoding.UTF8.GetMaxByteCount(name.Length) + valueAtMost + "=\n".Length;
        if (utf8.Length < needed)
        {
            Array.Resize(ref utf8, 2 * needed);
        }

        length += Encoding.UTF8.GetBytes(name, utf8.AsSpan(length));
        utf8[length++] = (byte)'=';
        return utf8.AsSpan(length);
    }

    private RowText End(int written)
    {
        length += written;
        utf8[length++] = (byte)'\n';
        return this;
    }
}
