using AccessReview.Core.Leavers;
using AccessReview.Core.Settings;
using AccessReview.Web.Components.Leavers;

namespace AccessReview.Web.Tests.Parts;

/// <summary>What is said to become of the accounts of people who have left is what the product does about them.</summary>
public sealed class LeaverWordsTests
{
    private static readonly LeaverFigures Nothing = new(9, 9, 9, 9, 0, 0, null, null, 0, 0, 9);

    [Fact]
    public void Where_the_policy_alone_decides_it_says_when_they_are_asked_about()
    {
        Assert.Equal("asked about at once", LeaverWords.Open(Nothing, LeaversRule.AtOnce));
        Assert.Equal("asked about with the next campaign", LeaverWords.Open(Nothing, LeaversRule.NextCampaign));
    }

    [Fact]
    public void Whom_a_campaign_kept_and_what_is_for_tests_is_not_said_to_be_asked_about_at_once()
    {
        Assert.Equal("9 kept by C1", LeaverWords.Open(Nothing with { Kept = 9, KeptBy = 1 }, LeaversRule.AtOnce));
        Assert.Equal("2 kept by reviewers, 7 asked about at once", LeaverWords.Open(Nothing with { Kept = 2 }, LeaversRule.AtOnce));
        Assert.Equal(
            "3 before reviewers, 1 under Removals, 1 declared for tests, 1 asked about after the next reading, 3 asked about at once",
            LeaverWords.Open(Nothing with { BeforeReviewers = 3, UnderRemoval = 1, Test = 1, Later = 1 }, LeaversRule.AtOnce));
    }
}
