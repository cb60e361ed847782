using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Campaigns;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>What became of a review that ended, in words.</summary>
public static class EndWords
{
    /// <summary>Who ended it when, and what became of the reviewer's own items that were not decided or not signed.</summary>
    public static string Of(ReviewHead head, ReviewEnd end) => Of(head.State, end, head.ByDeadline, head.Left);

    /// <summary>The same of a campaign in the list.</summary>
    public static string Of(EndedReview review) => Of(review.State, review.End, review.ByDeadline, review.Left);

    /// <summary>What is said of an item that was not decided until then.</summary>
    public static string Undecided(CampaignState ended) => CampaignWords.Of(TurnState.Undecided, ended);

    private static string Of(CampaignState state, ReviewEnd end, int byDeadline, int left) => string.Join(' ', new[]
    {
        $"{(state == CampaignState.Cancelled ? "Cancelled" : "Closed")} {Clock.Said(end.Day)} by {end.By}.",
        end.NotReviewed > 0 ? $"{N(end.NotReviewed)} of yours {(end.NotReviewed == 1 ? "counts" : "count")} as not reviewed." : null,
        end.OtherMissing > 0 ? $"{N(end.OtherMissing)} that you decided {(end.OtherMissing == 1 ? "counts" : "count")} as not reviewed, because the other of two reviewers did not decide." : null,
        byDeadline > 0 ? $"{N(byDeadline)} of yours {(byDeadline == 1 ? "was" : "were")} revoked by the deadline." : null,
        state == CampaignState.Cancelled && left > 0 ? $"{N(left)} of yours {(left == 1 ? "was" : "were")} not decided, and nothing is done about {(left == 1 ? "it" : "them")}." : null,
        Unsigned(state, end.Unsigned),
    }.OfType<string>());

    private static string? Unsigned(CampaignState state, int decisions) => (state, decisions) switch
    {
        (_, 0) => null,
        (CampaignState.Cancelled, _) => $"You did not sign for {CampaignWords.N(decisions, "decision")}, and nothing comes of {(decisions == 1 ? "it" : "them")}.",
        _ => $"{CampaignWords.N(decisions, "decision")} of yours {(decisions == 1 ? "counts" : "count")} without your signature.",
    };

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
