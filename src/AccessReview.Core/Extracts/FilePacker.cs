using System.IO.Compression;
using System.Security.Cryptography;

namespace AccessReview.Core.Extracts;

/// <summary>A file packed for its place in the database.</summary>
/// <param name="Chunks">Its chunks, in order.</param>
/// <param name="Sha256">SHA-256 of the original bytes.</param>
/// <param name="Length">Original bytes.</param>
public sealed record PackedFile(IReadOnlyList<byte[]> Chunks, byte[] Sha256, long Length);

/// <summary>Packs what comes bit by bit into the chunks of a stored file, beside whoever brings it: one chunk is packed while the next is
/// filled. Not safe for use by several threads at once.</summary>
public sealed class FilePacker : IAsyncDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    // One for all chunks: each of its own would leave large garbage behind.
    private readonly MemoryStream packed = new(StoredFileChunk.ChunkBytes / 4);
    private List<byte[]> chunks = [];
    private byte[] filling = new byte[StoredFileChunk.ChunkBytes];
    private byte[]? spare;
    private int filled;
    private long length;
    private Task<byte[]>? packing;

    /// <summary>Adds the bytes that come next.</summary>
    public async ValueTask AddAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var part = bytes[..Math.Min(bytes.Length, filling.Length - filled)];
            part.CopyTo(filling.AsMemory(filled));
            (filled, length, bytes) = (filled + part.Length, length + part.Length, bytes[part.Length..]);
            if (filled == filling.Length)
            {
                await PackAsync();
            }
        }
    }

    /// <summary>Everything added, packed. Nothing is added afterwards, and nothing of it is held here.</summary>
    public async Task<PackedFile> EndAsync()
    {
        if (filled > 0)
        {
            await PackAsync();
        }

        await PackedAsync();
        var file = new PackedFile(chunks, hash.GetHashAndReset(), length);
        (chunks, filling, spare, packed.Capacity) = ([], [], null, 0);
        return file;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (packing is not null)
        {
            await packing;
        }

        hash.Dispose();
        await packed.DisposeAsync();
    }

    private async Task PackAsync()
    {
        await PackedAsync();
        var (full, count) = (filling, filled);
        (filling, spare, filled) = (spare ?? new byte[StoredFileChunk.ChunkBytes], full, 0);
        packing = Task.Run(() => Pack(full.AsSpan(0, count)));
    }

    private async Task PackedAsync()
    {
        if (packing is not null)
        {
            chunks.Add(await packing);
            packing = null;
        }
    }

    private byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        var chunk = packed.ToArray();
        packed.SetLength(0);
        return chunk;
    }
}
