using System.Globalization;
using AccessReview.Core.Evidence.Samples;

namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>Draws the tenth of some accounts that a second reviewer looks at as well, as an auditor's sample is drawn: of the same accounts
/// the same ones each time, and nobody can choose them.</summary>
internal static class RandomTenth
{
    /// <summary>One in so many of the accounts is drawn.</summary>
    private const int OneIn = 10;

    /// <summary>Draws, by the numbers of the accounts' items; of any at least one.</summary>
    public static IReadOnlyList<int> Of(long campaignId, IReadOnlyCollection<int> numbers) =>
        SampleRule.Draw("second-" + campaignId.ToString(CultureInfo.InvariantCulture), 0, numbers, (numbers.Count + OneIn - 1) / OneIn);
}
