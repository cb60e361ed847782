using System.IO.Compression;
using System.Security.Cryptography;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Where a stored file lies and what it is.</summary>
/// <param name="Id">The key of the <see cref="StoredFile"/>.</param>
/// <param name="Sha256">SHA-256 of the original bytes.</param>
/// <param name="Length">Original bytes.</param>
public sealed record StoredBytes(long Id, byte[] Sha256, long Length);

/// <summary>Keeps files in the database in compressed chunks, one transaction a file.</summary>
public sealed class FileStore(OperationalWrites writes, Databases databases, TimeProvider time)
{
    /// <summary>Stores the stream to its end. The chunks are made before the writers' queue is entered.</summary>
    public async Task<StoredBytes> StoreAsync(Stream content, CancellationToken cancel)
    {
        using var packer = new FilePacker();
        var piece = new byte[StoredFileChunk.ChunkBytes];
        for (var read = await ReadAsync(); read > 0; read = await ReadAsync())
        {
            packer.Add(piece.AsSpan(0, read), FilePacker.Pack(piece.AsSpan(0, read)));
        }

        return await StoreAsync(packer.End(), cancel);

        ValueTask<int> ReadAsync() => content.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancel);
    }

    /// <summary>Stores what is packed already, once, also where the commit was not heard of.</summary>
    public Task<StoredBytes> StoreAsync(PackedFile packed, CancellationToken cancel)
    {
        StoredFile? before = null;
        return writes.RunAsync(async (db, token) =>
        {
            // The key of what was rolled back may be another file's by now.
            if (before is not { } there || !await db.StoredFiles.AnyAsync(f => f.Id == there.Id && f.Sha256 == there.Sha256 && f.StoredAt == there.StoredAt, token))
            {
                there = new StoredFile { Sha256 = packed.Sha256, Length = packed.Length, StoredAt = time.Now() };
                db.Add(there);
                await db.SaveChangesAsync(token);
                db.AddRange(packed.Chunks.Select((bytes, number) => new StoredFileChunk { StoredFileId = there.Id, Number = number, Bytes = bytes }));
                before = there;
            }

            return new StoredBytes(there.Id, packed.Sha256, packed.Length);
        }, cancel);
    }

    /// <summary>Writes a stored file's original bytes to the target, a chunk at a time; throws when they are not what was stored.</summary>
    public async Task CopyToAsync(long storedFileId, Stream target, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        await CopyToAsync(db, await db.StoredFiles.AsNoTracking().SingleAsync(f => f.Id == storedFileId, cancel), target, cancel);
    }

    /// <summary>A stored file's original bytes in memory; for files whose size was bounded at upload.</summary>
    public async Task<byte[]> ReadAsync(long storedFileId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var file = await db.StoredFiles.AsNoTracking().SingleAsync(f => f.Id == storedFileId, cancel);
        using var bytes = new MemoryStream((int)file.Length);
        await CopyToAsync(db, file, bytes, cancel);
        return bytes.Length == bytes.Capacity ? bytes.GetBuffer() : bytes.ToArray();
    }

    /// <summary>Deletes files that nothing came to need.</summary>
    internal Task ForgetAsync(IReadOnlyList<long> storedFileIds, CancellationToken cancel) => writes.RunAsync(async (db, token) =>
    {
        await DeleteAsync(db, storedFileIds, token);
        return Done.Yes;
    }, cancel);

    /// <summary>Deletes files that nothing needs any more, in the caller's transaction.</summary>
    internal static async Task DeleteAsync(ReviewDb db, IEnumerable<long> storedFileIds, CancellationToken cancel)
    {
        foreach (var id in storedFileIds)
        {
            await db.StoredFileChunks.Where(c => c.StoredFileId == id).ExecuteDeleteAsync(cancel);
            await db.StoredFiles.Where(f => f.Id == id).ExecuteDeleteAsync(cancel);
        }
    }

    private static async Task CopyToAsync(ReviewDb db, StoredFile file, Stream target, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var number = 0; ; number++)
        {
            var wanted = number;
            var packed = await db.StoredFileChunks.AsNoTracking().Where(c => c.StoredFileId == file.Id && c.Number == wanted).Select(c => c.Bytes).FirstOrDefaultAsync(cancel);
            if (packed is null)
            {
                break;
            }

            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            await gzip.CopyToAsync(plain, cancel);
            hash.AppendData(plain.GetBuffer(), 0, (int)plain.Length);
            plain.Position = 0;
            await plain.CopyToAsync(target, cancel);
        }

        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(file.Sha256))
        {
            throw new InvalidDataException($"The stored file {file.Id} is not what was stored.");
        }
    }
}
