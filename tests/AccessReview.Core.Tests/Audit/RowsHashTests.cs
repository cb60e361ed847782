using System.Security.Cryptography;
using AccessReview.Core.Audit;

namespace AccessReview.Core.Tests.Audit;

/// <summary>What an event cites is the SHA-256 over the hashes of its rows, one after the other, however many there are.</summary>
public sealed class RowsHashTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    public void Any_number_of_rows_gives_the_hash_over_all_of_them(int count)
    {
        using var rows = new RowsHash();
        var all = Hashed(count);
        foreach (var hash in all)
        {
            rows.Add(hash);
        }

        IsOver(all, rows.ToCovered());
        IsOver(all, rows.ToCovered());
    }

    [Fact]
    public void What_was_taken_begins_anew_and_what_was_only_looked_at_goes_on()
    {
        using var rows = new RowsHash();
        foreach (var count in new[] { 40, 1, 0, 17 })
        {
            var all = Hashed(count);
            foreach (var hash in all)
            {
                rows.Add(hash);
                _ = rows.ToCovered();
            }

            IsOver(all, rows.Take());
        }
    }

    [Fact]
    public void A_hash_of_another_length_counts_byte_for_byte()
    {
        using var rows = new RowsHash();
        byte[] odd = [1, 2, 3], huge = new byte[5000];
        rows.Add(odd);
        rows.Add(huge);
        rows.Add(odd);

        IsOver([odd, huge, odd], rows.ToCovered());
    }

    private static void IsOver(byte[][] hashes, CoveredRows covered)
    {
        Assert.Equal(hashes.Length, covered.Count);
        Assert.Equal(SHA256.HashData(hashes.SelectMany(h => h).ToArray()), covered.Sha256.Bytes);
    }

    private static byte[][] Hashed(int count) => [.. Enumerable.Range(0, count).Select(i => SHA256.HashData(BitConverter.GetBytes(i)))];
}
