using System.IO.Compression;
using System.Security.Cryptography;

namespace AccessReview.Core.Extracts;

/// <summary>A file packed for its place in the database.</summary>
/// <param name="Chunks">Its chunks, in order.</param>
/// <param name="Sha256">SHA-256 of the original bytes.</param>
/// <param name="Length">Original bytes.</param>
public sealed record PackedFile(IReadOnlyList<byte[]> Chunks, byte[] Sha256, long Length);

/// <summary>Makes the chunks of a stored file of what comes piece by piece, each packed by itself. Not safe for use by several threads at
/// once.</summary>
public sealed class FilePacker : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream chunk = new();
    private List<byte[]> chunks = [];
    private long length;
    private int inChunk;

    /// <summary>A piece as <see cref="Add"/> takes it.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }

    /// <summary>Adds the piece that comes next, in both its forms.</summary>
    public void Add(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> packed)
    {
        if (inChunk > 0 && inChunk + plain.Length > StoredFileChunk.ChunkBytes)
        {
            EndChunk();
        }

        hash.AppendData(plain);
        chunk.Write(packed);
        (inChunk, length) = (inChunk + plain.Length, length + plain.Length);
    }

    /// <summary>Everything added. Nothing is added afterwards, and nothing of it is held here.</summary>
    public PackedFile End()
    {
        if (inChunk > 0)
        {
            EndChunk();
        }

        var file = new PackedFile(chunks, hash.GetHashAndReset(), length);
        (chunks, chunk.Capacity) = ([], 0);
        return file;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        hash.Dispose();
        chunk.Dispose();
    }

    private void EndChunk()
    {
        chunks.Add(chunk.ToArray());
        chunk.SetLength(0);
        inChunk = 0;
    }
}
