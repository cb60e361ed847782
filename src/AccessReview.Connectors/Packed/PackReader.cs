using System.Runtime.InteropServices;
using System.Text;

namespace AccessReview.Connectors.Packed;

/// <summary>Reads what a <see cref="PackWriter"/> wrote, in the same order.</summary>
public ref struct PackReader(ReadOnlySpan<byte> bytes, IReadOnlyList<string> words)
{
    internal const int NoWord = -1;
    internal const int NoText = -1;
    internal const int AsUtf8 = 0;
    internal const int AsUtf16 = 1;
    private readonly IReadOnlyList<string> words = words;
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>A number.</summary>
    public long Number()
    {
        var (number, at, shift) = (0UL, 0, 0);
        for (; rest[at] >= 0x80; at++, shift += 7)
        {
            number |= (ulong)(rest[at] & 0x7f) << shift;
        }
        number |= (ulong)rest[at] << shift;
        rest = rest[(at + 1)..];
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    /// <summary>A number, or null.</summary>
    public long? NumberOrNone() => Number() == 0 ? null : Number();

    /// <summary>An instant, or null.</summary>
    public DateTime? InstantOrNone() => NumberOrNone() is { } at ? DateTime.FromBinary(at) : null;

    /// <summary>A day, or null.</summary>
    public DateOnly? DayOrNone() => NumberOrNone() is { } number ? DateOnly.FromDayNumber((int)number) : null;

    /// <summary>A text, or null.</summary>
    public string? TextOrNone()
    {
        var head = Number();
        if (head == NoText)
        {
            return null;
        }
        var length = (int)(head >> 1);
        var text = (head & 1) == AsUtf8 ? Encoding.UTF8.GetString(rest[..length]) : new string(MemoryMarshal.Cast<byte, char>(rest[..length]));
        rest = rest[length..];
        return text;
    }

    /// <summary>A text that is there.</summary>
    public string Text() => TextOrNone()!;

    /// <summary>A text of which there are few different ones, or null.</summary>
    public string? WordOrNone()
    {
        var place = (int)Number();
        return place == NoWord ? TextOrNone() : words[place];
    }

    /// <summary>Bytes as they were.</summary>
    public byte[] Bytes()
    {
        var length = (int)Number();
        var some = rest[..length].ToArray();
        rest = rest[length..];
        return some;
    }

    /// <summary>Some texts.</summary>
    public string[] Texts()
    {
        var count = (int)Number();
        if (count == 0)
        {
            return [];
        }
        var texts = new string[count];
        for (var i = 0; i < count; i++)
        {
            texts[i] = Text();
        }
        return texts;
    }
}
