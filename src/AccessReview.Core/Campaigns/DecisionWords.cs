using AccessReview.Core.Findings;

namespace AccessReview.Core.Campaigns;

/// <summary>What pages and sheets say alike of a decision that was made.</summary>
public static class DecisionWords
{
    /// <summary>How it was decided, where nobody looked at the item by itself; null: somebody did, alone or with others.</summary>
    public static string? NotByItself(DecisionMode? mode) => mode switch
    {
        DecisionMode.CarriedForward => "carried forward",
        DecisionMode.WithAccount => "with the account",
        DecisionMode.Deadline => "by the deadline",
        null or DecisionMode.Single or DecisionMode.Bulk or DecisionMode.Group => null,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };

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
