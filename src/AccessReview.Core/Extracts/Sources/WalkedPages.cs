using System.Buffers;
using AccessReview.Connectors;

namespace AccessReview.Core.Extracts;

/// <summary>The pages of a walk on their way into stored files: those of the source's first list with what tells more of it, and all others. Each is packed once, for the
/// file and for a process that goes on after this one was killed, one after the other beside the walk.</summary>
public sealed class WalkedPages(ISource source) : IAsyncDisposable
{
    private readonly ArrayBufferWriter<byte> line = new();
    private Task last = Task.CompletedTask;

    /// <summary>Those of the first list and of what tells more of it.</summary>
    internal PagesOfAKind Main { get; } = new();

    /// <summary>All others.</summary>
    internal PagesOfAKind Rest { get; } = new();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Main.Dispose();
        Rest.Dispose();
    }

    /// <summary>Adds a page that was kept.</summary>
    /// <param name="list">Its list.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="plain">It, as the stored file has it.</param>
    /// <param name="packed">The same, packed.</param>
    internal void Add(string list, string request, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> packed) => (source.IsMain(list) ? Main : Rest).Add(request, plain, packed);

    /// <summary>Packs the page that comes next and adds it, after those before it.</summary>
    /// <returns>It, to be kept.</returns>
    internal Task<KeptPage> PackAsync(long workId, int number, string list, RawPage page)
    {
        var before = last;
        var packing = Task.Run(async () =>
        {
            await before;
            line.ResetWrittenCount();
            PageFile.WriteLine(line, list, page);
            var packed = FilePacker.Pack(line.WrittenSpan);
            Add(list, page.Request, line.WrittenSpan, packed);
            return new KeptPage { WorkId = workId, Number = number, Next = page.Next, Line = packed };
        });
        last = packing;
        return packing;
    }
}

/// <summary>The pages of some lists on their way into one stored file.</summary>
internal sealed class PagesOfAKind : IDisposable
{
    private readonly FilePacker packer = new();

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>What the first one answered; null: there is none.</summary>
    public string? First { get; private set; }

    /// <summary>Adds a page.</summary>
    public void Add(string request, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> packed)
    {
        (Count, First) = (Count + 1, First ?? request);
        packer.Add(plain, packed);
    }

    /// <summary>All of them, packed. None is added afterwards, and none is held here.</summary>
    public PackedFile End() => packer.End();

    /// <inheritdoc/>
    public void Dispose() => packer.Dispose();
}
