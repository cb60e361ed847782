using AccessReview.Core.Campaigns;
using AccessReview.Core.Notifications;
using AccessReview.Core.Settings;
using AccessReview.Web.Components.Campaigns;
using Bunit;

namespace AccessReview.Web.Tests.Parts;

/// <summary>How far each reviewer is, and who of them is no longer here.</summary>
public sealed class ProgressTabTests : BunitContext
{
    public ProgressTabTests() => ComponentFactories.AddStub<QualityCard>();

    [Fact]
    public void Whoever_has_left_is_marked_by_their_key_and_not_by_a_name_that_others_have_too()
    {
        var rows = Render<ProgressTab>(p => p.Add(t => t.View, View with { Mail = View.Mail with { HaveLeftIds = [2] } })).FindAll("table.stacks tbody tr");
        Assert.Equal([false, true], rows.Select(r => r.TextContent.Contains("has left", StringComparison.Ordinal)));
    }

    [Fact]
    public void Each_bar_draws_what_was_carried_forward_apart_and_leaves_out_what_the_deadline_revoked()
    {
        var rows = Render<ProgressTab>(p => p.Add(t => t.View, View)).FindAll("table.stacks tbody tr");
        Assert.Equal(
            ["2 certified, 3 carried forward, 1 changed and 2 revoked of 12", "4 certified and 0 revoked of 4"], rows.Select(r => r.QuerySelector(".bar")!.GetAttribute("aria-label")));
        Assert.Equal([true, false], rows.Select(r => r.TextContent.Contains("3 carried forward", StringComparison.Ordinal)));
    }

    [Fact]
    public void When_a_reviewer_last_did_something_is_a_column_but_in_a_large_campaign_which_says_that_it_is_not_looked_for()
    {
        var (small, large) = (Render<ProgressTab>(p => p.Add(t => t.View, View)), Render<ProgressTab>(p => p.Add(t => t.View, View with { Items = (12_000, 8_001) })));
        Assert.Equal((1, 2), (small.FindAll("th").Count(h => h.TextContent == "Last act (UTC)"), small.FindAll("td[data-label='Last act (UTC)']").Count));
        Assert.DoesNotContain("is not looked for", small.Find(".foot").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Last act", large.Find("table").TextContent, StringComparison.Ordinal);
        Assert.Empty(large.FindAll("td[data-label='Last act (UTC)']"));
        Assert.Contains("When each of them last reviewed something is not looked for in so large a campaign.", large.Find(".foot").TextContent, StringComparison.Ordinal);
    }

    private static CampaignView View { get; } = new()
    {
        Id = 1, Number = 1, Name = "Heap", Purpose = "", Controls = "", Period = default, Due = default, Extensions = [], DaysLate = 0, State = CampaignState.Active, Deadline = DeadlineRule.NotReviewed, Owner = "Dmitri",
        MayChange = false, MayClose = false, At = default, Conclusion = null, RetainUntil = null, Items = (16, 0), Checks = [], OwnAccessRerouted = 0, Policy = new Policy(), Addenda = ([], []), Applications = [],
        Part = CampaignPart.Everything, IsOverEverybody = true, Left = 3, Revoked = 3, Kept = 10, WithAccount = 0, Second = default, WithoutSecond = 0, Removals = default,
        Mail = new CampaignMail(null, new Dictionary<long, LastTold>(), [], [], []),
        Reviewers = [new ReviewerLine(1, "Mia", "manager", 12, 6, 3, 1, null, false) { Changed = 1, Carried = 3 }, new ReviewerLine(2, "Mia", "manager", 4, 4, 0, 0, null, false)],
    };
}
