using AccessReview.Connectors;

namespace AccessReview.Core.Extracts;

/// <summary>The pages of one kind on their way into a stored file, on disk and not in memory.</summary>
internal sealed class PagesOfAKind(ExtractFileKind kind) : IAsyncDisposable
{
    private readonly FileStream text = new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    /// <summary>What they hold.</summary>
    public ExtractFileKind Kind => kind;

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>What the first one answered; null: there is none.</summary>
    public string? First { get; private set; }

    /// <summary>Adds a page.</summary>
    public Task AddAsync(string list, RawPage page, CancellationToken cancel)
    {
        (Count, First) = (Count + 1, First ?? page.Request);
        return PageFile.WriteAsync(text, list, page, cancel);
    }

    /// <summary>Everything added, from its beginning.</summary>
    public Stream Written()
    {
        text.Position = 0;
        return text;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => text.DisposeAsync();
}
