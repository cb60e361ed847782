using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace AccessReview.Core.Audit;

/// <summary>The three hashes of the evidence. Each has its own first byte and name, so that none can stand for another.</summary>
public static class Hashes
{
    /// <summary>Length of every hash, in bytes.</summary>
    public const int Length = 32;

    private static readonly byte[] EventPrefix = [0x01, .. "accessreview-event-v1"u8];
    private static readonly byte[] RowPrefix = [0x02, .. "accessreview-row-v1"u8];
    private static readonly byte[] TextPrefix = [0x03, .. "accessreview-text-v1"u8];

    /// <summary>The hash before the first event.</summary>
    public static byte[] Genesis => new byte[Length];

    /// <summary>The hash of an event: over the previous event's hash and the SHA-256 of the stored bytes of its body.</summary>
    public static byte[] OfEvent(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> body)
    {
        Span<byte> digest = stackalloc byte[Length];
        SHA256.HashData(body, digest);
        return OfEventDigest(previous, digest);
    }

    /// <summary>The hash of an event whose body is known by its SHA-256 only.</summary>
    internal static byte[] OfEventDigest(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> bodySha256)
    {
        Span<byte> input = stackalloc byte[EventPrefix.Length + Length + Length];
        EventPrefix.CopyTo(input);
        previous.CopyTo(input[EventPrefix.Length..]);
        bodySha256.CopyTo(input[(EventPrefix.Length + Length)..]);
        return SHA256.HashData(input);
    }

    /// <summary>The hash of a row's text, in UTF-8.</summary>
    public static byte[] OfRow(ReadOnlySpan<byte> rowText)
    {
        Span<byte> input = rowText.Length < 900 ? stackalloc byte[RowPrefix.Length + rowText.Length] : new byte[RowPrefix.Length + rowText.Length];
        RowPrefix.CopyTo(input);
        rowText.CopyTo(input[RowPrefix.Length..]);
        return SHA256.HashData(input);
    }

    /// <summary>The hash of a private text under its salt.</summary>
    public static byte[] OfText(ReadOnlySpan<byte> salt, string text) =>
        SHA256.HashData([.. TextPrefix, .. salt, .. Encoding.UTF8.GetBytes(text)]);
}

/// <summary>SHA-256 over row hashes in the order in which they are added: what an event cites for the rows it covers.</summary>
public sealed class RowsHash : IDisposable
{
    // Most events cover a row or a few, whose hash is then made in one go: to begin and to end one in parts costs as much as five.
    private readonly byte[] few = new byte[16 * Hashes.Length];
    private int held;
    private IncrementalHash? many;

    /// <summary>How many rows were added.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the hash of one row.</summary>
    public void Add(ReadOnlySpan<byte> rowHash)
    {
        Count++;
        if (rowHash.Length > few.Length - held)
        {
            PassOn();
            many.AppendData(rowHash);
            return;
        }

        rowHash.CopyTo(few.AsSpan(held));
        held += rowHash.Length;
    }

    /// <summary>What the event cites; the next row begins anew.</summary>
    public CoveredRows Take()
    {
        var covered = ToCovered();
        (Count, held) = (0, 0);
        Dispose();
        return covered;
    }

    /// <summary>What the event cites.</summary>
    public CoveredRows ToCovered()
    {
        if (many is null)
        {
            return new CoveredRows(Count, new Sha256(SHA256.HashData(few.AsSpan(0, held))));
        }

        PassOn();
        return new CoveredRows(Count, new Sha256(many.GetCurrentHash()));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        many?.Dispose();
        many = null;
    }

    [MemberNotNull(nameof(many))]
    private void PassOn()
    {
        many ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        many.AppendData(few, 0, held);
        held = 0;
    }
}

/// <summary>The rows that an event covers: their number and the SHA-256 over their hashes in order.</summary>
public sealed record CoveredRows(long Count, Sha256 Sha256);
