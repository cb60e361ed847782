using AccessReview.Core.Findings;

namespace AccessReview.Core.Campaigns;

/// <summary>What pages and sheets say alike of a decision that was made.</summary>
internal static class DecisionWords
{
    /// <summary>What stands where no reason of a person can be read: that it is purged, or the recommendation's own; null: none was needed.</summary>
    /// <param name="kept">Whether a reason was given.</param>
    /// <param name="recommended"><see cref="Decision.ReasonRecommended"/>.</param>
    /// <param name="recommendation">The recommendation that was followed.</param>
    /// <param name="findings">The item's findings.</param>
    /// <param name="facts">Their arguments as stored: <see cref="AssessedAccount.Facts"/>.</param>
    internal static string? InsteadOfReason(bool kept, bool recommended, Recommendation recommendation, Finding findings, string facts) =>
        kept ? "purged"
        : !recommended ? null
        : FindingHelp.Reason(recommendation, findings, facts) is { } own ? $"as recommended, {own}"
        : "as recommended";
}
