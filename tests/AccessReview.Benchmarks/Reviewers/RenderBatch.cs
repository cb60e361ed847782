using System.Buffers.Binary;
using System.Text;

namespace AccessReview.Benchmarks.Reviewers;

/// <summary>What an edit does, as far as rows of a list need it; the numbers are the protocol's.</summary>
internal enum EditKind
{
    Prepend = 1,
    SetAttribute = 3,
    RemoveAttribute = 4,
    StepIn = 6,
    StepOut = 7,
}

/// <summary>What a frame is, as far as rows of a list need it; the numbers are the protocol's.</summary>
internal enum FrameKind
{
    Element = 1,
    Attribute = 3,
}

/// <summary>One edit of what a component had drawn.</summary>
/// <param name="Kind">What it does; other numbers than those named are edits that no row depends on.</param>
/// <param name="Sibling">Which child it is about.</param>
/// <param name="Frame">The frame it refers to.</param>
/// <param name="Removed">The text that is a removed attribute's name.</param>
internal readonly record struct Edit(EditKind Kind, int Sibling, int Frame, int Removed);

/// <summary>One piece of what is drawn anew: an element, or an attribute with the texts of its name and value.</summary>
internal readonly record struct Frame(FrameKind Kind, int Name, int Value);

/// <summary>What a server sends to be drawn. All numbers are little-endian; where the five tables begin stands in its last 20 bytes:
/// components, frames, components gone, handlers gone, texts.</summary>
internal sealed class RenderBatch(byte[] data)
{
    private const int EditBytes = 16;
    private const int FrameBytes = 20;

    /// <summary>The components that changed, each with its edits.</summary>
    public IEnumerable<(int Component, IEnumerable<Edit> Edits)> Changes()
    {
        var table = FromEnd(20);
        for (var i = 0; i < Number(table); i++)
        {
            var at = Number(table + 4 + (4 * i));
            yield return (Number(at), Edits(at + 4));
        }
    }

    /// <summary>The components that are there no more.</summary>
    public IEnumerable<int> Gone()
    {
        var table = FromEnd(12);
        return Enumerable.Range(0, Number(table)).Select(i => Number(table + 4 + (4 * i)));
    }

    /// <summary>A frame.</summary>
    public Frame Frame(int index)
    {
        var at = FromEnd(16) + 4 + (FrameBytes * index);
        return new Frame((FrameKind)Number(at), Number(at + 4), Number(at + 8));
    }

    /// <summary>How many frames there are.</summary>
    public int Frames => Number(FromEnd(16));

    /// <summary>A text; null when the frame has none.</summary>
    public string? Text(int index)
    {
        if (index < 0)
        {
            return null;
        }

        var at = Number(FromEnd(4) + (4 * index));
        var (length, shift) = (0, 0);
        byte part;
        do
        {
            part = data[at++];
            length |= (part & 0x7f) << shift;
            shift += 7;
        }
        while (part >= 0x80);
        return Encoding.UTF8.GetString(data, at, length);
    }

    private IEnumerable<Edit> Edits(int at)
    {
        for (var i = 0; i < Number(at); i++)
        {
            var edit = at + 4 + (EditBytes * i);
            yield return new Edit((EditKind)Number(edit), Number(edit + 4), Number(edit + 8), Number(edit + 12));
        }
    }

    private int FromEnd(int bytes) => Number(data.Length - bytes);

    private int Number(int at) => BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(at, 4));
}
