using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

public sealed class DecidingTests
{
    [Fact]
    public async Task A_certified_item_is_stored_with_its_event_and_counted()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var answer = (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Require();

        var decision = Assert.Single(await world.DecisionsAsync());
        var turn = await world.TurnAsync("Sami");
        Assert.Equal((TurnState.Certified, decision.Id, decision.EventSeq), (turn.State, turn.DecisionId, turn.EventSeq));
        Assert.Equal(turn.EventSeq, answer.Items.Single().EventSeq);
        Assert.Equal(decision.ToRowText().Hash(), decision.RowHash);
        await using var db = world.Database.Look();
        using var hash = new RowsHash();
        hash.Add(decision.RowHash);
        var body = System.Text.Encoding.UTF8.GetString((await db.AuditEvents.SingleAsync(e => e.Seq == decision.EventSeq)).Body);
        Assert.Contains(hash.ToCovered().Sha256.ToString(), body, StringComparison.Ordinal);
        Assert.True(await world.CountsTieAsync());
    }

    [Theory]
    [InlineData("Zoe", DecisionKind.Certify)]
    [InlineData("Vera", DecisionKind.Certify)]
    [InlineData("Sami", DecisionKind.Revoke)]
    [InlineData("Rob", DecisionKind.Revoke)]
    public async Task A_reason_is_asked_for_privileged_against_the_recommendation_and_for_a_revoke_nobody_recommended(string account, DecisionKind kind)
    {
        await using var world = await ReviewWorld.CreateAsync();
        Assert.Equal("reason.required", (await world.DecideAsync("Mia", account, kind)).Problem?.Code);
        Assert.Equal("reason.short", (await world.DecideAsync("Mia", account, kind, "ok")).Problem?.Code);
        Assert.Empty(await world.DecisionsAsync());
        (await world.DecideAsync("Mia", account, kind, "Asked the team lead")).Require();
    }

    [Fact]
    public async Task A_revoke_that_follows_the_recommendation_asks_nothing_and_says_so()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Vera", DecisionKind.Revoke)).Require();
        Assert.All(await world.DecisionsAsync(), d => Assert.True(d is { ReasonRecommended: true, ReasonId: null }));
    }

    [Fact]
    public async Task A_reason_used_again_is_the_same_text_and_counted()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "No longer needed")).Require();
        (await world.DecideAsync("Mia", "Tim", DecisionKind.Revoke, " No longer needed ")).Require();
        (await world.DecideAsync("Mia", "Rob", DecisionKind.Revoke, "No longer needed")).Require();

        var single = (await world.DecisionsAsync()).Where(d => d.Mode == DecisionMode.Single).ToList();
        Assert.Equal([0, 1, 2], single.Select(d => d.ReasonReused));
        Assert.Single(single.Select(d => d.ReasonId).Distinct());
        await using var db = world.Database.Look();
        Assert.Equal(["No longer needed"], await Reasons.RecentAsync(db, world.World.As("Mia"), world.CampaignId, DecisionKind.Revoke, CancellationToken.None));
    }

    [Fact]
    public async Task Two_who_decide_the_same_item_get_one_decision_and_one_answer_with_both_values()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var seen = (await world.TurnAsync("Sami")).EventSeq;
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify, seen: seen)).Require();
        var second = (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Not needed", seen: seen)).Require().Items.Single();

        Assert.Equal((ItemAnswerKind.Conflict, TurnState.Certified), (second.Kind, second.State));
        Assert.Equal("You certified this in another window.", second.Sentence);
        Assert.Equal(TurnState.Certified, (await world.TurnAsync("Sami")).State);
        Assert.Single(await world.DecisionsAsync());
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Not needed", seen: second.EventSeq)).Require();
        Assert.Equal(TurnState.Revoked, (await world.TurnAsync("Sami")).State);
    }

    [Fact]
    public async Task A_command_sent_twice_answers_twice_and_happens_once()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var (id, turn) = (Guid.NewGuid(), await world.TurnAsync("Sami"));
        var choice = new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify);
        var first = (await world.Database.Get<DecideItem>().RunAsync(id, world.World.As("Mia"), choice, CancellationToken.None)).Require();
        var again = (await world.Database.Get<DecideItem>().RunAsync(id, world.World.As("Mia"), choice, CancellationToken.None)).Require();
        Assert.Equal(first.Items.Single(), again.Items.Single());
        Assert.Single(await world.DecisionsAsync());
    }

    [Fact]
    public async Task Deciding_after_the_due_date_is_possible_until_close_and_marked()
    {
        await using var world = await ReviewWorld.CreateAsync();
        world.Database.Time.SetUtcNow(new DateTimeOffset(2026, 12, 5, 9, 0, 0, TimeSpan.Zero));
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Require();
        Assert.True((await world.DecisionsAsync()).Single().Late);
    }

    [Fact]
    public async Task Seconds_are_kept_for_exceptions_only_and_capped()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var now = world.Database.Time.GetUtcNow().UtcDateTime;
        foreach (var account in new[] { "Rob", "Sami" })
        {
            var turn = await world.TurnAsync(account);
            (await world.Database.Get<DecideItem>().RunAsync(
                Guid.NewGuid(), world.World.As("Mia"), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify, Shown: new Shown(now.AddMinutes(-9), now.AddMinutes(-2))), CancellationToken.None)).Require();
        }

        Assert.Equal([60, null], (await world.DecisionsAsync()).Select(d => d.Seconds));
    }

    [Fact]
    public async Task Whoever_mends_a_decision_is_measured_by_the_longest_look_at_it_and_somebody_else_anew()
    {
        await using var world = await ReviewWorld.CreateAsync();
        async Task CertifyAsync(string by, string reason, int seconds)
        {
            var turn = await world.TurnAsync("Zoe");
            var shown = new Shown(world.Database.Time.Now().AddSeconds(-seconds), null);
            (await world.Database.Get<DecideItem>().RunAsync(Guid.NewGuid(), world.World.As(by), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify, reason, Shown: shown), CancellationToken.None)).Require();
        }

        await CertifyAsync("Mia", "Runs Heep", 50);
        (await world.UndoAsync("Mia", "Zoe")).Require();
        await CertifyAsync("Mia", "Runs Heap", 3);
        await CertifyAsync("Mia", "Runs Heap for us", 55);
        var given = await world.TurnAsync("Zoe");
        (await world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), given.CampaignId, [given.Id], world.World["Noa"], "On leave", default)).Require();
        await CertifyAsync("Noa", "Runs Heap", 4);
        Assert.Equal([50, 50, 55, 4], (await world.DecisionsAsync()).Where(d => d.Kind == DecisionKind.Certify).Select(d => d.Seconds));
    }

    [Fact]
    public async Task The_history_says_whose_turn_it_was_and_what_is_in_force_once_a_decision_is_taken_back()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Tim", DecisionKind.Certify)).Require();
        (await world.UndoAsync("Mia", "Tim")).Require();
        (await world.DecideAsync("Mia", "Tim", DecisionKind.Certify)).Require();
        (await world.DecideAsync("Mia", "Rob", DecisionKind.Certify)).Require();
        (await world.DecideAsync("Mia", "Rob", DecisionKind.Revoke, "Not needed")).Require();
        (await world.UndoAsync("Mia", "Rob")).Require();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Require();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Not needed")).Require();
        var sami = await world.TurnAsync("Sami");
        (await world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), world.CampaignId, [sami.Id], world.World["Noa"], "On leave", default)).Require();
        (await world.DecideAsync("Noa", "Sami", DecisionKind.Certify)).Require();

        using var book = await CampaignWorkbook.OfAsync(world.Database, 1);
        var rows = book["Decision history"].Rows().ToList();
        async Task<List<(string?, string?, string?, string?)>> OfAsync(string account)
        {
            var item = ReviewItem.Name(1, (await world.TurnAsync(account)).Number);
            return [.. rows.Where(r => r["Item id"] == item).Select(r => (r["From"], r["To"], r["By"], r["For whom"]))];
        }

        Assert.Equal([("undecided", "Certify", "Mia", "Mia"), ("Certify", "undecided", "Mia", "Mia"), ("undecided", "Certify", "Mia", "Mia")], await OfAsync("Tim"));
        Assert.Equal([("undecided", "Certify", "Mia", "Mia"), ("Certify", "Revoke", "Mia", "Mia"), ("Revoke", "Certify", "Mia", "Mia")], await OfAsync("Rob"));
        Assert.Equal(
            [("undecided", "Certify", "Mia", "Mia"), ("Certify", "Revoke", "Mia", "Mia"), ("Revoke", "undecided", "Owen", "Mia"), ("Mia", "Noa", "Owen", "Noa"), ("undecided", "Certify", "Noa", "Noa")],
            await OfAsync("Sami"));
    }
}
