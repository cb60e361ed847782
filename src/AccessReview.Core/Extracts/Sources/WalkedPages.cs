using System.IO.Compression;
using AccessReview.Connectors;

namespace AccessReview.Core.Extracts;

/// <summary>The pages of a walk on their way into stored files: those of the source's first list, and all others. They are packed as they
/// come.</summary>
public sealed class WalkedPages(ISource source) : IAsyncDisposable
{
    /// <summary>Those of the first list.</summary>
    internal PagesOfAKind Main { get; } = new();

    /// <summary>All others.</summary>
    internal PagesOfAKind Rest { get; } = new();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Main.DisposeAsync();
        await Rest.DisposeAsync();
    }

    /// <summary>Whether a list is the first.</summary>
    internal bool IsMain(string list) => list == source.Lists[0];

    /// <summary>Adds the page that comes next.</summary>
    /// <param name="list">Its list.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="line">It, as the stored file has it.</param>
    internal ValueTask AddAsync(string list, string request, byte[] line) => (IsMain(list) ? Main : Rest).AddAsync(request, line);
}

/// <summary>A page in both forms in which it is kept.</summary>
/// <param name="Kept">For a process that goes on after this one was killed.</param>
/// <param name="Line">For the stored file.</param>
internal sealed record PackedPage(KeptPage Kept, byte[] Line)
{
    /// <summary>Packs a page.</summary>
    public static PackedPage Of(long workId, int number, string list, string? cursor, RawPage page) =>
        new(new KeptPage { WorkId = workId, Number = number, List = list, Cursor = cursor, Request = page.Request, At = page.At, Next = page.Next, Body = Packed(page.Body) }, PageFile.Line(list, page));

    private static byte[] Packed(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return packed.ToArray();
    }
}

/// <summary>The pages of some lists on their way into one stored file.</summary>
internal sealed class PagesOfAKind : IAsyncDisposable
{
    private readonly FilePacker packer = new();

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>What the first one answered; null: there is none.</summary>
    public string? First { get; private set; }

    /// <summary>Adds a page.</summary>
    public ValueTask AddAsync(string request, byte[] line)
    {
        (Count, First) = (Count + 1, First ?? request);
        return packer.AddAsync(line);
    }

    /// <summary>All of them, packed. None is added afterwards.</summary>
    public Task<PackedFile> PackedAsync() => packer.EndAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => packer.DisposeAsync();
}
