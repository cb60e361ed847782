using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Reviewing;

namespace AccessReview.Web.Tests.Parts;

/// <summary>Whoever decided nothing is not told that they did.</summary>
public sealed class StandInWordsTests
{
    [Fact]
    public void Who_is_away_reads_who_has_their_items_why_and_until_when()
    {
        Assert.Equal("Emeka Castro reviews 17 items for you until 7 Dec, while you are away.", StandInWords.Nothing(Head(new StandIn("Emeka Castro", 17, new(2026, 12, 7)))));
        Assert.Equal("Emeka Castro reviews 1 item for you until 7 Dec, while you are away.", StandInWords.Of(new StandIn("Emeka Castro", 1, new(2026, 12, 7))));
    }

    [Fact]
    public void Whose_items_went_to_another_reviewer_reads_that() =>
        Assert.Equal("What was before you has gone to another reviewer, and nothing of it waits for you.", StandInWords.Nothing(Head(null)));

    private static ReviewHead Head(StandIn? standIn) =>
        new(1, 2, "Heap, Q4 2026", "UTC", CampaignState.Active, DateTime.UnixEpoch, new(2026, 12, 4), 4, Revokes: false, 0, 0, 0, 0, 0, 0, 0, "Heap", null, standIn);
}
