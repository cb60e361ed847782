using System.Globalization;
using System.Text;

namespace AccessReview.Core.Audit;

/// <summary>That the record had reached an event, with that hash, at that time: signed and kept outside the database. Whoever rewrites
/// the record later cannot make it agree with an anchor.</summary>
/// <param name="Installation">Whose record.</param>
/// <param name="Seq">The event.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="At">When the anchor was made, in UTC.</param>
/// <param name="Key">The fingerprint of the key that signs it.</param>
public sealed record Anchor(Guid Installation, long Seq, byte[] Hash, DateTime At, byte[] Key)
{
    private const string Title = "accessreview-anchor-v1";

    /// <summary>The file's name: whose, when, and how far.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Prefix(Installation)}{At:yyyyMMdd'T'HHmmss'Z'}-{Seq}.anchor");

    /// <summary>What the names of an installation's anchors begin with.</summary>
    public static string Prefix(Guid installation) => $"{installation.ToString("N")[..8]}-";

    /// <summary>The signed bytes: lines that a person can read.</summary>
    public byte[] ToBytes() => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{Title}\ninstallation {Installation:D}\nseq {Seq}\nhash {Convert.ToHexStringLower(Hash)}\nat {At:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\nkey {Convert.ToHexStringLower(Key)}\n"));

    /// <summary>Reads the signed bytes; null when they are no anchor.</summary>
    public static Anchor? Parse(byte[] bytes)
    {
        try
        {
            return Encoding.ASCII.GetString(bytes).Split('\n') is [Title, var installation, var seq, var hash, var at, var key, ""]
                ? new Anchor(
                    Guid.ParseExact(After(installation, "installation "), "D"), long.Parse(After(seq, "seq "), NumberStyles.None, CultureInfo.InvariantCulture),
                    Convert.FromHexString(After(hash, "hash ")),
                    DateTime.ParseExact(After(at, "at "), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
                    Convert.FromHexString(After(key, "key ")))
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string After(string line, string word) => line.StartsWith(word, StringComparison.Ordinal) ? line[word.Length..] : throw new FormatException();
}
