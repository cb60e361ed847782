using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace AccessReview.Connectors.Packed;

/// <summary>Writes values one behind the other: numbers as short as they are, texts as UTF-8.</summary>
public sealed class PackWriter
{
    /// <summary>The most words that are written once only.</summary>
    private const int MostWords = 4096;

    private readonly ArrayBufferWriter<byte> bytes = new(256);
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly List<string> words = [];

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => bytes.WrittenSpan;

    /// <summary>The words that were written once only, by their place.</summary>
    public IReadOnlyList<string> Words => words;

    /// <summary>Begins anew; words stay known.</summary>
    public void Clear() => bytes.ResetWrittenCount();

    /// <summary>Writes a number that is seldom negative.</summary>
    public void Number(long number)
    {
        var rest = (ulong)((number << 1) ^ (number >> 63));
        var space = bytes.GetSpan(10);
        var length = 0;
        for (; rest >= 0x80; rest >>= 7)
        {
            space[length++] = (byte)(rest | 0x80);
        }
        space[length++] = (byte)rest;
        bytes.Advance(length);
    }

    /// <summary>Writes a number or that there is none.</summary>
    public void Number(long? number)
    {
        Number(number is null ? 0L : 1L);
        if (number is { } known)
        {
            Number(known);
        }
    }

    /// <summary>Writes an instant or that there is none.</summary>
    public void Instant(DateTime? at) => Number(at?.ToBinary());

    /// <summary>Writes a day or that there is none.</summary>
    public void Day(DateOnly? day) => Number(day?.DayNumber);

    /// <summary>Writes a text or that there is none. Half a surrogate pair, which no UTF-8 can hold, comes back as it was.</summary>
    public void Text(string? text)
    {
        if (text is null)
        {
            Number(PackReader.NoText);
            return;
        }
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        if (Utf8.FromUtf16(text, utf8, out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done)
        {
            Number(((long)length << 1) | PackReader.AsUtf8);
            bytes.Write(utf8.AsSpan(0, length));
        }
        else
        {
            Number(((long)text.Length * sizeof(char) << 1) | PackReader.AsUtf16);
            bytes.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));
        }
        ArrayPool<byte>.Shared.Return(utf8);
    }

    /// <summary>Writes a text of which there are few different ones: a role, a group. Each is kept once.</summary>
    public void Word(string? word)
    {
        if (word is null || (words.Count == MostWords && !places.ContainsKey(word)))
        {
            Number(PackReader.NoWord);
            Text(word);
            return;
        }
        if (!places.TryGetValue(word, out var place))
        {
            places[word] = place = words.Count;
            words.Add(word);
        }
        Number(place);
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Bytes(ReadOnlySpan<byte> some)
    {
        Number(some.Length);
        bytes.Write(some);
    }

    /// <summary>Writes some texts.</summary>
    public void Texts(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Number(texts.Count);
        foreach (var text in texts)
        {
            Text(text);
        }
    }
}
