using AccessReview.Core.Campaigns;
using AccessReview.Web.Components.Campaigns;
using Bunit;

namespace AccessReview.Web.Tests.Parts;

/// <summary>What keeps a plan from being launched leads to where it is mended.</summary>
public sealed class PlanTests : BunitContext
{
    private static readonly CampaignPlan Plan = new("Heap", "", "", new(2026, 10, 1), new(2026, 12, 31), new(2026, 12, 4), "Europe/Berlin", DeadlineRule.NotReviewed);

    private static readonly Rerouted Nobodys = new("Heap", "svc@example.test", "nobody known", 42, FallbackReason.NobodyKnown, null, 7, null);

    private static readonly PlanView View = new(
        3, CampaignState.Draft, Plan, "Owen", [], [], 0, 42, [], 42, [Nobodys], 1, [], 0,
        [new("gate.stale", false, "Heap is old.", 5), new("gate.staff-list", false, "No staff list."), new("gate.C11", false, "42 items have nobody."), new("gate.due", false, "The due day has passed.")], []);

    [Fact]
    public void A_gate_in_the_way_leads_to_where_it_is_mended()
    {
        var gates = Render<PlanGates>(p => p.Add(g => g.View, View));
        Assert.Equal(["/applications/5/import", "/directories", "/campaigns/3/plan#rerouted"], gates.FindAll("li.no a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public void Items_that_go_to_nobody_are_not_said_to_go_to_somebody_else()
    {
        Assert.Equal("42 items have no reviewer by the rule", PlanRerouted.Heading(View));
        Assert.Equal(
            "42 items have no reviewer by the rule; others go to somebody else than it names",
            PlanRerouted.Heading(View with { Rerouted = [Nobodys, Nobodys with { Reviewer = "Mia" }], ReroutedTotal = 2 }));
        Assert.Equal("1 account goes to somebody else than the rule names", PlanRerouted.Heading(View with { WithoutReviewer = 0, Rerouted = [Nobodys with { Reviewer = "Mia" }] }));
    }

    [Fact]
    public void What_was_changed_since_it_was_shown_is_said_with_what_was_shown()
    {
        Assert.Equal("", PlanChanges.Words(View, View));
        Assert.Equal(
            "Changed: what is reviewed, now 40 items instead of 42 items; the day it is due, now Fri 18 Dec 2026 instead of Fri 4 Dec 2026.",
            PlanChanges.Words(View, View with { Items = 40, Plan = Plan with { DueDate = new(2026, 12, 18) } }));
    }

    [Fact]
    public void An_account_and_its_person_lead_to_their_pages()
    {
        var rows = Render<PlanRerouted>(p => p.Add(r => r.View, View with { Rerouted = [Nobodys, Nobodys with { Holder = "Priya", HolderId = 9 }] }));
        Assert.Equal(["/accounts/7", "/people/9", "/accounts/7"], rows.FindAll("a").Select(a => a.GetAttribute("href")));
    }
}
