using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;
using AccessReview.Core.Audit;

namespace AccessReview.Core.Campaigns;

/// <summary>SHA-256 over who reviews what: a line for each turn, its item's number, a space and the reviewer's key, in the order of the
/// numbers. With the reassignments, which events cover, it proves before whom an item was at any time.</summary>
public sealed class ReviewersHash : IDisposable
{
    private const int MaxLine = 40;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    // To hand over each line by itself costs more than to hash it.
    private readonly byte[] lines = new byte[100 * MaxLine];
    private int held;

    /// <summary>How many turns were added.</summary>
    public int Count { get; private set; }

    /// <summary>The hash of turns in the order of their numbers.</summary>
    public static Sha256 Of(IEnumerable<(int Number, long ReviewerId)> turns)
    {
        using var all = new ReviewersHash();
        foreach (var (number, reviewer) in turns)
        {
            all.Add(number, reviewer);
        }

        return all.ToSha256();
    }

    /// <summary>Adds a turn.</summary>
    public void Add(int number, long reviewerId)
    {
        Count++;
        if (lines.Length - held < MaxLine)
        {
            PassOn();
        }

        _ = Utf8.TryWrite(lines.AsSpan(held), CultureInfo.InvariantCulture, $"{number} {reviewerId}\n", out var written);
        held += written;
    }

    /// <summary>The hash of what was added.</summary>
    public Sha256 ToSha256()
    {
        PassOn();
        return new Sha256(hash.GetCurrentHash());
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    private void PassOn()
    {
        hash.AppendData(lines.AsSpan(0, held));
        held = 0;
    }
}
