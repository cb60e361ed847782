using AccessReview.Core.Campaigns;
using AccessReview.Core.Overview;
using AccessReview.Core.Removals;
using AccessReview.Core.Settings;
using AccessReview.Web.Components.Campaigns;
using AccessReview.Web.Components.Overview;
using AccessReview.Web.Components.Removals;
using Bunit;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A figure says what it counts, and leads to just that.</summary>
public sealed class CampaignFiguresTests : BunitContext
{
    [Fact]
    public void The_chart_of_removals_counts_lower_roles_too_and_leads_from_each_number_to_its_own_rows()
    {
        var chart = Render<RevokedAndGoneChart>(p => p.Add(c => c.Campaigns, [new RevokedAndGone(4, "Heap, Q4 2026", 12, 9, 3, 1)]));
        Assert.Equal(
            [
                ("Heap, Q4 2026: 12 decided to remove or lower", "/campaigns/4?tab=removals&show=Decided"), ("Heap, Q4 2026: 9 verified", "/campaigns/4?tab=removals&show=Verified"),
                ("3 open", "/campaigns/4?tab=removals&show=Open"), ("1 came back", "/campaigns/4?tab=removals&show=Reappeared"),
            ],
            chart.FindAll("a[href*='show=']").Select(a => (a.GetAttribute("aria-label") ?? a.TextContent, a.GetAttribute("href")!)));
    }

    [Fact]
    public void A_lowered_role_is_not_said_to_be_gone()
    {
        var counts = new RemovalCounts(Decided: 12, DoneByHand: 12, Executed: 0, Verified: 12, AlreadyGone: 0, StillPresent: 0, Reappeared: 0, Open: 0, Late: 0, Cancelled: 0);
        Assert.DoesNotContain("gone", RemovalNumbers.Sentence(counts), StringComparison.Ordinal);
        var chart = Render<RevokedAndGoneChart>(p => p.Add(c => c.Campaigns, [new RevokedAndGone(4, "Heap, Q4 2026", 12, 12, 0, 0)]));
        Assert.DoesNotContain("gone", string.Concat(chart.FindAll("h2, .legend").Select(e => e.TextContent).Concat(chart.FindAll("a").Select(a => a.GetAttribute("aria-label")))), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_addendum_does_not_hold_is_outside_it_and_was_approved_by_nobody()
    {
        var main = new CampaignView
        {
            Id = 1, Number = 1, Name = "Heap", Purpose = "", Controls = "", Period = default, Due = default, Extensions = [], DaysLate = 0, State = CampaignState.Active, Deadline = DeadlineRule.NotReviewed, Owner = "Dmitri",
            MayChange = false, MayClose = false, At = default, Conclusion = null, RetainUntil = null, Items = (8, 0), Reviewers = [], Checks = [], OwnAccessRerouted = 0, Policy = new Policy(), Mail = null!, Addenda = ([], []),
            Applications = [new CampaignApplicationLine(1, "Heap", "", "no item", 300, null, default, false, false)], Part = CampaignPart.Everything, IsOverEverybody = true, Left = 8, Revoked = 0, Kept = 0, WithAccount = 0, Second = default, WithoutSecond = 0, Removals = default,
        };
        Assert.Contains("Left out, approved", Words(main), StringComparison.Ordinal);
        Assert.Contains($"href=\"{Links.Scope(1, 1)}\"", Words(main), StringComparison.Ordinal);
        var part = Words(main with { Addenda = ([(7, "Heap, Q4 2026")], []), IsOverEverybody = false });
        Assert.Contains("Outside this campaign, by name", part, StringComparison.Ordinal);
        Assert.DoesNotContain("approved", part, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_whose_counts_differ_is_called_as_its_result_is() => Assert.Equal("Fail", CampaignWords.Of(CheckResult.Fail));

    private string Words(CampaignView view) => Render<CompleteCard>(p => p.Add(c => c.View, view)).Markup;
}
