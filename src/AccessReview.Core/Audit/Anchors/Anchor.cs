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
    private const string LossTitle = "accessreview-loss-v1";

    /// <summary>In a statement of loss, whose event says that the record goes on from an earlier state: the anchored heads that this left
    /// behind, each by itself, so that an anchor made later under one of their numbers is none of them. Null in every other anchor.</summary>
    public IReadOnlyList<AnchoredHead>? Lost { get; init; }

    /// <summary>What is anchored.</summary>
    public AnchoredHead Head => new(Seq, Convert.ToHexStringLower(Hash));

    /// <summary>The file's name: whose, when, and how far.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Prefix(Installation)}{At:yyyyMMdd'T'HHmmss'Z'}-{Seq}{(Lost is null ? "" : "-loss")}.anchor");

    /// <summary>What the names of an installation's anchors begin with.</summary>
    public static string Prefix(Guid installation) => $"{installation.ToString("N")[..8]}-";

    /// <summary>The signed bytes: lines that a person can read.</summary>
    public byte[] ToBytes() => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{(Lost is null ? Title : LossTitle)}\ninstallation {Installation:D}\nseq {Seq}\nhash {Head.Hash}\nat {At:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\nkey {Convert.ToHexStringLower(Key)}\n{string.Concat(Lost?.Select(l => $"lost {l.Seq} {l.Hash}\n") ?? [])}"));

    /// <summary>Reads the signed bytes; null when they are no anchor.</summary>
    public static Anchor? Parse(byte[] bytes)
    {
        try
        {
            return Encoding.ASCII.GetString(bytes).Split('\n') is [Title or LossTitle, var installation, var seq, var hash, var at, var key, .. var lost, ""] lines && (lines[0] == LossTitle || lost.Length == 0)
                ? new Anchor(
                    Guid.ParseExact(After(installation, "installation "), "D"), Number(After(seq, "seq ")),
                    Convert.FromHexString(After(hash, "hash ")),
                    DateTime.ParseExact(After(at, "at "), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
                    Convert.FromHexString(After(key, "key "))) { Lost = lines[0] == LossTitle ? Array.ConvertAll(lost, LostHead) : null }
                : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }

    private static AnchoredHead LostHead(string line) => After(line, "lost ").Split(' ') is [var seq, var hash] ? new AnchoredHead(Number(seq), hash) : throw new FormatException();

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string After(string line, string word) => line.StartsWith(word, StringComparison.Ordinal) ? line[word.Length..] : throw new FormatException();
}

/// <summary>How far a record had come.</summary>
/// <param name="Seq">The event.</param>
/// <param name="Hash">Its hash, in lower-case hexadecimal.</param>
public sealed record AnchoredHead(long Seq, string Hash);
