using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Web.Components.Campaigns;

namespace AccessReview.Web.Tests.Parts;

/// <summary>Whoever closes reads what closing does.</summary>
public sealed class ClosingWordsTests
{
    private static readonly CloseFacts Facts = new()
    {
        Items = 9, Certified = 4, CarriedForward = 0, Revoked = 5, Changed = 0, Undecided = 0, NotSigned = 0, Late = 0, UnderRemoval = 1, SetAside = 0, WithAccount = default, NotTested = 0, Differ = [],
        SecondSignatures = [], NotIndependent = 0, Deadline = DeadlineRule.NotReviewed,
    };

    [Theory]
    [InlineData(5, 0, 1, "4 revoked items become work under Removals. 1 revoked item is under Removals already.")]
    [InlineData(3, 2, 1, "4 revoked or changed items become work under Removals. 1 revoked or changed item is under Removals already.")]
    [InlineData(0, 3, 2, "1 revoked or changed item becomes work under Removals. 2 revoked or changed items are under Removals already.")]
    public void Items_kept_at_a_lower_role_are_not_counted_as_revoked(int revoked, int changed, int under, string words) =>
        Assert.Contains($" {words} ", CampaignWords.Closing(Facts with { Revoked = revoked, Changed = changed, UnderRemoval = under }), StringComparison.Ordinal);
}
