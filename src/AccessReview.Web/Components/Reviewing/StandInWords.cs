using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Shared;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>Where a reviewer's items are that are not before them.</summary>
public static class StandInWords
{
    /// <summary>Who reviews for the reader, why, and until when.</summary>
    public static string Of(StandIn standIn) => $"{standIn.Name} reviews {DateWords.Count(standIn.Items, "item")} for you until {DateWords.ShortDay(standIn.Until)}, while you are away.";

    /// <summary>Why nothing is before the reviewer, who decided and signed nothing.</summary>
    public static string Nothing(ReviewHead head) =>
        head.StandIn is { } standIn ? Of(standIn)
        : head.State == CampaignState.Active ? "What was before you has gone to another reviewer, and nothing of it waits for you."
        : "What was before you had gone to another reviewer.";
}
