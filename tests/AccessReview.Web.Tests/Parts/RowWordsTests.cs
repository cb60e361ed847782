using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Reviewing;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A row says first what weighs most.</summary>
public sealed class RowWordsTests
{
    private static readonly QueueRow Aisha = new()
    {
        TurnId = 11, ItemId = 12, Number = 3, Rank = AttentionRank.NothingFound, EventSeq = 5, State = TurnState.Undecided, Signed = false, InBlock = false, Name = "Aisha Lindqvist",
        Email = "aisha@example.test", Role = "Consumer", Findings = Finding.None, Recommendation = Recommendation.None, Facts = new FindingFacts { Previous = 2 }.ToJson(),
        LastUsedState = LastUsedState.Known, LastUsedAt = new DateTime(2026, 10, 2, 0, 0, 0, DateTimeKind.Utc), Department = "Product", PreviousName = "Heap, Q1 2027",
    };

    [Fact]
    public void What_was_revoked_last_time_and_is_still_there_says_so_first_whatever_else_is_found()
    {
        var revoked = Aisha with { RevokedLast = true };
        Assert.Equal(("Revoked in Heap, Q1 2027, but still there", "Last used 2 Oct 2026"), RowWords.Why(revoked));
        var (first, more) = RowWords.Why(revoked with { Findings = Finding.Privileged, Facts = new FindingFacts { Role = "Admin" }.ToJson() });
        Assert.Equal("Revoked in Heap, Q1 2027, but still there", first);
        Assert.StartsWith("Holds the privileged role Admin", more, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_kept_and_missed_its_second_review_names_who_kept_it()
    {
        var alone = Aisha with { Facts = new FindingFacts { Previous = 2, NotReviewedBefore = true }.ToJson(), KeptAloneByKey = "person:7", KeptAloneBy = "you" };
        Assert.Equal("Kept by you in Heap, Q1 2027; the second review was missing. Last used 2 Oct 2026", RowWords.Why(alone).More);
    }

    [Fact]
    public void What_is_as_it_was_names_the_campaign_it_is_compared_with() =>
        Assert.Equal("Unchanged since Heap, Q1 2027. Last used 2 Oct 2026", RowWords.Why(Aisha).More);
}
