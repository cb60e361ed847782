using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Web.Components.Reviewing;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A decision can be read again: what, when, why, and whether it is signed.</summary>
public sealed class StoryPanelTests : BunitContext
{
    private static readonly QueueRow Zoe = new()
    {
        TurnId = 11, ItemId = 12, Number = 3, Rank = AttentionRank.Privileged, EventSeq = 5, State = TurnState.Undecided, Signed = false, InBlock = false, Name = "Zoe",
        Email = "zoe@example.test", Role = "Admin", Findings = Finding.Privileged, Recommendation = Recommendation.LookCloser, Facts = "{}", LastUsedState = LastUsedState.NotKnown, Department = "Product",
    };

    private static readonly QueueRow Certified = Zoe with
    {
        State = TurnState.Certified, EventSeq = 6, Mode = DecisionMode.Single, By = "Mia", At = new DateTime(2026, 11, 30, 2, 15, 0, DateTimeKind.Utc), Reason = "Needed for the platform, and nobody else runs it",
    };

    public StoryPanelTests() => Services.AddSingleton(TimeProvider.System);

    [Fact]
    public void A_decision_stands_first_in_the_story_whole_with_its_reason_also_when_it_was_made_after_the_story_was_read()
    {
        var panel = Render<StoryPanel>(p => p.Add(s => s.Story, Of(Zoe)).Add(s => s.Now, Zoe));
        Assert.Empty(panel.FindAll(".decided"));
        Decide(panel, Certified);
        Assert.Equal(
            ["Your decision", "Certified, 30 Nov 2026 02:15 UTC.", "“Needed for the platform, and nobody else runs it”"], panel.FindAll(".call")[0].Children.Select(e => e.TextContent));
        Decide(panel, Certified with { Signed = true });
        Assert.Equal("Certified, 30 Nov 2026 02:15 UTC, signed.", panel.Find(".decided p").TextContent);
        Decide(panel, Zoe);
        Assert.Empty(panel.FindAll(".decided"));
    }

    [Fact]
    public void What_went_with_its_account_tells_no_reason_that_somebody_else_gave()
    {
        var panel = Render<StoryPanel>(p => p.Add(s => s.Story, Of(Certified with { State = TurnState.Revoked, Mode = DecisionMode.WithAccount, By = "Uma" })));
        Assert.Equal(["Decided", "Revoked, with the account, Uma, 30 Nov 2026 02:15 UTC."], panel.Find(".decided").Children.Select(e => e.TextContent));
    }

    [Fact]
    public void What_was_revoked_before_as_recommended_says_so_and_quotes_nobody()
    {
        var past = new PastDecision(
            1, "Heap, Q3", OutcomeKind.Revoked, "Mia", new DateTime(2026, 8, 30, 2, 15, 0, DateTimeKind.Utc), null, 1, "Admin", InsteadOfReason: "as recommended, because whoever has left needs no access");
        var panel = Render<StoryPanel>(p => p.Add(s => s.Story, Of(Zoe) with { Past = [past] }));
        Assert.Equal("As recommended, because whoever has left needs no access", panel.Find(".past .mut").TextContent);
    }

    [Theory]
    [InlineData(OutcomeKind.Certified, DecisionMode.CarriedForward, "Mona", 40, "Heap, Q3, certified, carried forward by Mona on 30 Aug 2026, one of 40 at once, as Admin")]
    [InlineData(OutcomeKind.Certified, DecisionMode.Bulk, "Mona", 40, "Heap, Q3, certified by Mona on 30 Aug 2026, one of 40 at once, as Admin")]
    [InlineData(OutcomeKind.Revoked, DecisionMode.Single, "Mona", 2, "Heap, Q3, revoked by Mona on 30 Aug 2026, as Admin")]
    [InlineData(OutcomeKind.Revoked, DecisionMode.Deadline, "the deadline", 1, "Heap, Q3, revoked, by the deadline on 30 Aug 2026, as Admin")]
    public void What_was_decided_before_says_how_and_when(OutcomeKind kind, DecisionMode mode, string by, int together, string words)
    {
        var past = new PastDecision(1, "Heap, Q3", kind, by, new DateTime(2026, 8, 30, 2, 15, 0, DateTimeKind.Utc), null, together, "Admin", Mode: mode);
        var panel = Render<StoryPanel>(p => p.Add(s => s.Story, Of(Zoe) with { Past = [past] }));
        Assert.Equal(words, panel.Find(".past div").TextContent);
    }

    [Fact]
    public void What_a_delegate_decided_before_says_for_whom()
    {
        var past = new PastDecision(1, "Heap, Q3", OutcomeKind.Certified, "Uma", new DateTime(2026, 8, 30, 2, 15, 0, DateTimeKind.Utc), null, 1, "Admin", Mode: DecisionMode.Single, For: "Mei");
        var panel = Render<StoryPanel>(p => p.Add(s => s.Story, Of(Zoe) with { Past = [past] }));
        Assert.Equal("Heap, Q3, certified by Uma for Mei on 30 Aug 2026, as Admin", panel.Find(".past div").TextContent);
    }

    [Fact]
    public void What_one_of_two_kept_and_the_other_never_saw_says_why_it_is_not_reviewed()
    {
        var past = new PastDecision(
            1, "Heap, Q3", OutcomeKind.NotReviewed, "Mona", new DateTime(2026, 8, 30, 2, 15, 0, DateTimeKind.Utc), null, 1, "Admin", Mode: DecisionMode.Single, KeptAlone: TurnState.Certified);
        var panel = Render<StoryPanel>(p => p.Add(s => s.Story, Of(Zoe) with { Past = [past] }));
        Assert.Equal("Heap, Q3, certified by Mona on 30 Aug 2026, as Admin; not reviewed, because the second review was missing", panel.Find(".past div").TextContent);
    }

    [Theory]
    [InlineData(Role.Auditor, 1)]
    [InlineData(Role.None, 0)]
    public void Groups_that_have_no_room_are_counted_and_lead_to_the_accounts_page_whoever_may_open_it(Role reader, int links)
    {
        var story = Of(Zoe) with { Facts = [new StoryFact("Groups", "Core, Growth", "Heap", null, new StoryMore(3, 7))] };
        var panel = Render<StoryPanel>(p => p.Add(s => s.Story, story).AddCascadingValue(reader));
        Assert.Contains("Core, Growth and 3 more", panel.Find("dd").TextContent, StringComparison.Ordinal);
        Assert.Equal(links, panel.FindAll($"dd a[href='{Links.Account(7)}']").Count);
    }

    private static void Decide(IRenderedComponent<StoryPanel> panel, QueueRow now) => panel.Render(p => p.Add(s => s.Now, now));

    private static Story Of(QueueRow row) => new(
        row, "C1-000003", "Heap", [], null, [], [], "by work e-mail", "named reviewer", [], NotReviewedBefore: true, null,
        new RevokeStory("A task for Owen.", new RemovalGuide("In Heap", ["Remove the account."], null), [], LastAdministrator: false));
}
