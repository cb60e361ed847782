using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Reviewing;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A reviewer reads what became of their items in a campaign that has ended.</summary>
public sealed class EndWordsTests
{
    [Theory]
    [InlineData(CampaignState.Closed, 0, 0, "Closed 4 Dec 2026 by Owen.")]
    [InlineData(CampaignState.Closed, 3, 1, "Closed 4 Dec 2026 by Owen. 3 of yours count as not reviewed. 1 decision of yours counts without your signature.")]
    [InlineData(CampaignState.Cancelled, 0, 2, "Cancelled 4 Dec 2026 by Owen. You did not sign for 2 decisions, and nothing comes of them.")]
    public void An_ended_campaign_says_what_was_not_reviewed_and_what_was_not_signed(CampaignState state, int notReviewed, int unsigned, string words) =>
        Assert.Equal(words, EndWords.Of(new EndedReview(2, "Heap, Q4 2026", state, new ReviewEnd(new(2026, 12, 4), "Owen", notReviewed, unsigned), 12, 9, 0, 3, 0, state == CampaignState.Closed ? notReviewed : 0)));

    [Fact]
    public void What_was_decided_and_counts_as_not_reviewed_says_why()
    {
        var end = new ReviewEnd(new(2026, 12, 4), "Owen", 0, 0) { OtherMissing = 3 };
        Assert.Equal(
            "Closed 4 Dec 2026 by Owen. 3 that you decided count as not reviewed, because the other of two reviewers did not decide.",
            EndWords.Of(new EndedReview(2, "Heap, Q4 2026", CampaignState.Closed, end, 12, 9, 0, 3, 0, 0)));
    }
}
