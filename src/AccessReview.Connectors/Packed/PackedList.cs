using System.Collections;

namespace AccessReview.Connectors.Packed;

/// <summary>A list whose elements lie in memory as bytes and are made anew whenever they are looked at: a million of them take the
/// room of their texts. Once filled it may be read by several at a time.</summary>
public sealed class PackedList<T, TPacked> : IReadOnlyList<T>
    where TPacked : IPacked<T>
{
    private const int BitsOfPlace = 16;
    private const int Block = 1 << BitsOfPlace;
    private const int BitsOfPiece = 10;
    private const int Piece = 1 << BitsOfPiece;
    private readonly PackWriter writer = new();
    private readonly List<byte[]> blocks = [];

    // The block in the upper half, in the lower where the element begins: none begins behind the first 64 KB of a block.
    // In pieces as well: one array would be made anew and twice as large again and again, and what it was before would lie about.
    private readonly List<int[]> places = [];
    private int free;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>An element, made anew.</summary>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            var place = places[index >> BitsOfPiece][index & (Piece - 1)];
            var reader = new PackReader(blocks[place >> BitsOfPlace].AsSpan(place & (Block - 1)), writer.Words);
            return TPacked.Read(ref reader);
        }
    }

    /// <summary>Adds one at the end.</summary>
    public void Add(T element)
    {
        writer.Clear();
        TPacked.Write(writer, element);
        var written = writer.Written;
        if (written.Length > free)
        {
            free = Math.Max(Block, written.Length);
            blocks.Add(new byte[free]);
        }
        var at = blocks[^1].Length - free;
        written.CopyTo(blocks[^1].AsSpan(at));
        free -= written.Length;
        if (Count >> BitsOfPiece == places.Count)
        {
            places.Add(new int[Piece]);
        }
        places[^1][Count & (Piece - 1)] = ((blocks.Count - 1) << BitsOfPlace) | at;
        Count++;
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
