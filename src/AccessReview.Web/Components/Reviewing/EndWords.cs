using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Campaigns;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>What became of a review that ended, in words.</summary>
public static class EndWords
{
    /// <summary>Who ended it when, and what became of the reviewer's own items that were not decided.</summary>
    public static string Of(ReviewHead head, ReviewEnd end) => string.Join(' ', new[]
    {
        $"{(head.State == CampaignState.Cancelled ? "Given up" : "Closed")} {Clock.Said(end.Day)} by {end.By}.",
        end.NotReviewed > 0 ? $"{N(end.NotReviewed)} of yours {(end.NotReviewed == 1 ? "counts" : "count")} as not reviewed." : null,
        head.ByDeadline > 0 ? $"{N(head.ByDeadline)} of yours {(head.ByDeadline == 1 ? "was" : "were")} revoked by the deadline." : null,
        head is { State: CampaignState.Cancelled, Left: > 0 } ? $"{N(head.Left)} of yours {(head.Left == 1 ? "was" : "were")} not decided, and nothing is done about {(head.Left == 1 ? "it" : "them")}." : null,
    }.OfType<string>());

    /// <summary>What is said of an item that was not decided until then.</summary>
    public static string Undecided(CampaignState ended) => CampaignWords.Of(TurnState.Undecided, ended);

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
