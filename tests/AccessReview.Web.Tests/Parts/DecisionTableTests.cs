using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Web.Components.Shared;
using Bunit;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A past decision is told as what it was.</summary>
public sealed class DecisionTableTests : BunitContext
{
    [Fact]
    public void What_is_not_listed_is_counted()
    {
        var decision = new PastDecision(1, "Heap, Q3", 3, 7, "Heap", null, "Admin", DecisionKind.Certify, "Mona", new DateTime(2026, 8, 30, 2, 15, 0, DateTimeKind.Utc), null, DecisionMode.Single, Signed: true);
        Assert.Contains("The newest 1 of 588 are listed here", Render<DecisionTable>(p => p.Add(t => t.Decisions, new PastDecisions([decision], 588))).Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("newest", Render<DecisionTable>(p => p.Add(t => t.Decisions, new PastDecisions([decision], 1))).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delegate_is_named_with_the_one_for_whom_they_decided()
    {
        var decision = new PastDecision(1, "Heap, Q3", 3, 7, "Heap", null, "Admin", DecisionKind.Certify, "Uma", new DateTime(2026, 8, 30, 2, 15, 0, DateTimeKind.Utc), null, DecisionMode.Single, Signed: true, For: "Mei");
        Assert.Equal("Uma, for Mei", Render<DecisionTable>(p => p.Add(t => t.Decisions, new PastDecisions([decision], 1))).Find("tbody td:nth-child(4)").TextContent);
    }

    [Fact]
    public void Of_several_applications_each_decision_names_its_own_and_leads_to_the_account()
    {
        var heap = new PastDecision(1, "Q3", 3, 7, "Heap", null, "Member", DecisionKind.Revoke, "Mona", new DateTime(2026, 8, 30, 2, 15, 0, DateTimeKind.Utc), null, DecisionMode.Single, Signed: true);
        var mixpanel = heap with { Item = 4, AccountId = 9, Application = "Mixpanel", Kind = DecisionKind.Certify };
        var table = Render<DecisionTable>(p => p.Add(t => t.Decisions, new PastDecisions([heap, mixpanel], 2)).Add(t => t.Applications, true));
        Assert.Equal([("Heap", "/accounts/7"), ("Mixpanel", "/accounts/9")], table.FindAll("tbody td:nth-child(2) a").Select(a => (a.TextContent, a.GetAttribute("href")!)));
        Assert.Equal(table.FindAll("thead th").Count, table.FindAll("tbody tr:first-child td").Count);
        Assert.Equal(table.FindAll("thead th").Skip(1).Select(h => h.TextContent), table.FindAll("tbody tr:first-child td[data-label]").Select(c => c.GetAttribute("data-label")!));
    }

    [Theory]
    [InlineData(DecisionKind.Certify, DecisionMode.CarriedForward, "Certified carried forward")]
    [InlineData(DecisionKind.Revoke, DecisionMode.Deadline, "Revoked by the deadline")]
    [InlineData(DecisionKind.Revoke, DecisionMode.WithAccount, "Revoked with the account")]
    [InlineData(DecisionKind.Certify, DecisionMode.Bulk, "Certified")]
    public void What_nobody_looked_at_by_itself_says_how_it_was_decided(DecisionKind kind, DecisionMode mode, string words)
    {
        var decision = new PastDecision(1, "Heap, Q3", 3, 7, "Heap", null, "Admin", kind, "Mona", new DateTime(2026, 8, 30, 2, 15, 0, DateTimeKind.Utc), null, mode, Signed: true);
        var table = Render<DecisionTable>(p => p.Add(t => t.Decisions, new PastDecisions([decision], 1)));
        Assert.Equal(words, string.Join(' ', table.Find("tbody td:nth-child(3)").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }
}
