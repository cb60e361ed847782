using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Reviewing;

namespace AccessReview.Web.Tests.Parts;

/// <summary>The head of a group says what it counts, and names what stands under it.</summary>
public sealed class GroupWordsTests
{
    [Theory]
    [InlineData(15, 6, 15, "6 accounts and 9 of their groups")]
    [InlineData(15, 6, 3, "3 of 15 to decide")]
    [InlineData(2, 1, 0, "none of 2 to decide")]
    [InlineData(1200, 1200, 1200, "1,200 accounts")]
    [InlineData(1, 0, 1, "1 group")]
    public void A_head_says_of_what_and_how_many_are_left(int items, int accounts, int left, string words) =>
        Assert.Equal(words, GroupWords.Count(Head(AttentionRank.Privileged, items, accounts, left)));

    [Theory]
    [InlineData(6, 6, "6 hold it")]
    [InlineData(6, 2, "6 hold it, 2 to decide")]
    [InlineData(1, 1, "1 holds it")]
    public void Grouped_by_group_a_head_counts_who_holds_it_and_no_groups(int items, int left, string words) =>
        Assert.Equal(words, GroupWords.Count(new SliceHead(QueueGrouping.Group, "g7", null, null, "Core product", items, 0, left, 0)));

    [Theory]
    [InlineData(AttentionRank.Privileged, 1, "Privileged")]
    [InlineData(AttentionRank.Privileged, 0, "Groups of privileged accounts")]
    [InlineData(AttentionRank.Dormant, 0, "Groups of dormant accounts")]
    [InlineData(AttentionRank.Left, 0, "Left the company")]
    public void Groups_without_a_finding_are_not_called_by_that_of_their_accounts(AttentionRank rank, int accounts, string title) =>
        Assert.Equal(title, GroupWords.Of(Head(rank, 4, accounts, 4), "Heap").Title);

    private static SliceHead Head(AttentionRank rank, int items, int accounts, int left) => new(QueueGrouping.Finding, rank.ToString(), rank, null, "", items, accounts, left, 0);
}
