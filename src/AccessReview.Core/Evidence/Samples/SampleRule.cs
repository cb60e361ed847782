using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;

namespace AccessReview.Core.Evidence.Samples;

/// <summary>How a sample is drawn, simple enough to be drawn again with a spreadsheet and any tool that knows SHA-256: each item gets the
/// SHA-256 of "seed:item id", and the smallest are drawn.</summary>
public static class SampleRule
{
    /// <summary>How the items of a population stand by both their stages; null: how they stand makes no difference to it.</summary>
    public static TurnState? Standing(SamplePopulation population) => population switch
    {
        SamplePopulation.Certified => TurnState.Certified,
        SamplePopulation.Revoked => TurnState.Revoked,
        SamplePopulation.Changed => TurnState.Changed,
        SamplePopulation.NotReviewed => TurnState.Undecided,
        _ => null,
    };

    /// <summary>The populations to draw of: those by how items stand only once nothing can be decided any more, because nobody could draw
    /// the same items again from a state that has passed.</summary>
    public static IReadOnlyList<SamplePopulation> Of(CampaignState state) => [.. Enum.GetValues<SamplePopulation>().Where(p => state != CampaignState.Active || Standing(p) is null)];

    /// <summary>The key of one item, as 64 hexadecimal digits in lower case.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="item">The item's id, such as C12-000431.</param>
    public static string Key(string seed, string item) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{item}")));

    /// <summary>Draws from the numbers of a campaign's items.</summary>
    /// <returns>The numbers drawn, in the order of the draw.</returns>
    public static IReadOnlyList<int> Draw(string seed, int campaign, IEnumerable<int> numbers, int size) =>
        [.. numbers.Select(n => (Number: n, Key: Key(seed, ReviewItem.Name(campaign, n)))).OrderBy(k => k.Key, StringComparer.Ordinal).ThenBy(k => k.Number).Take(size).Select(k => k.Number)];

    /// <summary>The hash over what was drawn.</summary>
    internal static byte[] Hash(IEnumerable<int> drawn) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(',', drawn.Select(n => n.ToString(CultureInfo.InvariantCulture)))));

    /// <summary>A seed for whoever types none.</summary>
    internal static string NewSeed() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Whether a seed can be written down and typed again without doubt.</summary>
    internal static bool IsSeed(string seed) => seed.Length is > 0 and <= SampleDraw.MaxSeed && seed.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
