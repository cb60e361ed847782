using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>Like routine rows as one line.</summary>
public sealed class RoutineLinesTests
{
    private static readonly HashSet<string> Closed = [];

    [Fact]
    public async Task Rows_of_the_same_role_or_group_collapse_into_one_line_and_rows_with_a_finding_never_do()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var index = (await SliceAsync(world)).Index(new QueueFilter(), null, Closed);
        var line = Assert.Single(Lines(index));
        Assert.Equal(["Sami", "Tim"], line.Rows.Select(r => r.Name));
        Assert.All(index.Lines.Where(l => l.Row is not null && l.Row.Rank != AttentionRank.NothingFound), l => Assert.Null(l.Routine));

        // Each holds another group: alone in its kind, so it stands by itself. Everything is there once.
        Assert.Equal(["Growth", "Core"], index.Lines.Select(l => l.Row).OfType<SliceRow>().Where(r => r.Rank == AttentionRank.NothingFound).Select(r => r.Group));
        Assert.Equal(10, index.Items);
    }

    [Fact]
    public async Task A_row_whose_holder_was_asked_stands_by_itself()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.Database.Get<AskHolder>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), (await world.TurnAsync("Sami")).Id, "Still needed?", default)).Require();
        var index = (await SliceAsync(world)).Index(new QueueFilter(), null, Closed);
        Assert.Empty(Lines(index));
        Assert.Equal(10, index.Items);
    }

    [Fact]
    public async Task An_opened_line_is_followed_by_its_names_and_what_waits_in_it_waits_once()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var slice = await SliceAsync(world);
        var closed = slice.Index(new QueueFilter(), null, Closed);
        var line = Assert.Single(Lines(closed));
        var open = slice.Index(new QueueFilter(), null, new HashSet<string> { line.Id });
        Assert.Equal(closed.Lines.Count + 2, open.Lines.Count);
        var at = open.Of(line.Id)!.Value;
        Assert.Equal(["Sami", "Tim"], open.Lines.Skip(at + 1).Take(2).Select(l => l.Row?.Name));
        Assert.Equal("Growth", open.Lines[open.NextOpen(at)!.Value].Row?.Group);
    }

    [Fact]
    public async Task A_line_is_certified_as_one_record_for_each_name_with_the_rule_and_undone_as_one()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var line = Assert.Single(Lines((await SliceAsync(world)).Index(new QueueFilter(), null, Closed)));
        (await DecideAsync(world, line.Rows, world.Database.Time.Now())).Require();
        var decisions = await world.DecisionsAsync();
        Assert.Equal([(DecisionMode.Group, RoutineKey.AccountsRule, 2), (DecisionMode.Group, RoutineKey.AccountsRule, 2)], decisions.Select(d => (d.Mode, d.Rule, d.BatchSize)));
        var after = await world.Database.Get<UndoDecision>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), line.First.TurnId, (await world.TurnAsync("Sami")).EventSeq, true, CancellationToken.None);
        Assert.Equal(2, after.Require().Saved);
    }

    [Fact]
    public async Task Undo_on_a_line_takes_back_as_many_as_the_line_says_and_leaves_the_rest_of_the_selection()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideManyAsync("Mia", DecisionKind.Revoke, "Cleaning up", accounts: ["Vera", "Rob", "Sami", "Tim"])).Require();
        var slice = await SliceAsync(world);
        var sami = slice.Rows.Single(r => r.Name == "Sami" && r.IsAccount);
        var line = new RoutineLine(RoutineKey.Of(sami)!.Value.Id(sami.Rank.ToString()), RoutineKey.Of(sami)!.Value, [.. slice.Rows.Where(r => r.IsAccount && r.Name is "Sami" or "Tim")], Open: false, new QueueFilter());
        Assert.Equal(2, line.DoneLast);
        var touched = slice.TouchedIn(line.Id, line.Filter, null, line.Last!.EventSeq);
        (await UndoAsync(world, line.Last, touched)).Require();
        Assert.Equal((TurnState.Undecided, TurnState.Undecided), ((await world.TurnAsync("Sami")).State, (await world.TurnAsync("Tim")).State));
        Assert.Equal((TurnState.Revoked, TurnState.Revoked), ((await world.TurnAsync("Vera")).State, (await world.TurnAsync("Rob")).State));
        Assert.True(await world.CountsTieAsync());
    }

    [Fact]
    public async Task Undo_on_a_line_leaves_a_name_that_was_decided_again_meanwhile()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var line = Assert.Single(Lines((await SliceAsync(world)).Index(new QueueFilter(), null, Closed)));
        (await DecideAsync(world, line.Rows, world.Database.Time.Now())).Require();
        var rows = (await SliceAsync(world)).Rows.Where(r => r.IsAccount && r.Name is "Sami" or "Tim").ToDictionary(r => r.Name);
        (await world.DecideAsync("Mia", "Tim", DecisionKind.Revoke, "Works elsewhere now")).Require();
        (await UndoAsync(world, rows["Sami"], [.. rows.Values.Select(r => r.TurnId)])).Require();
        Assert.Equal((TurnState.Undecided, TurnState.Revoked), ((await world.TurnAsync("Sami")).State, (await world.TurnAsync("Tim")).State));
    }

    [Fact]
    public async Task Rows_that_do_not_belong_together_are_not_certified_as_a_line()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var slice = await SliceAsync(world);
        var now = world.Database.Time.Now();
        List<SliceRow> mixed = [.. slice.Rows.Where(r => r.Name is "Sami")];
        Assert.Equal("routine.apart", (await DecideAsync(world, mixed, now)).Problem?.Code);
        Assert.Equal("routine.shown", (await DecideAsync(world, [slice.Rows.Single(r => r.Name == "Sami" && r.IsAccount)], now, DecisionKind.Revoke, "Not needed")).Problem?.Code);
        Assert.Equal("routine.shown", (await DecideAsync(world, [slice.Rows.Single(r => r.Name == "Sami" && r.IsAccount)], now.AddHours(1))).Problem?.Code);
        Assert.Empty(await world.DecisionsAsync());
    }

    [Fact]
    public async Task A_line_whose_names_were_never_shown_or_only_before_the_launch_is_not_certified()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var line = Assert.Single(Lines((await SliceAsync(world)).Index(new QueueFilter(), null, Closed)));
        Assert.Equal("routine.shown", (await DecideAsync(world, line.Rows, default)).Problem?.Code);
        Assert.Equal("routine.shown", (await DecideAsync(world, line.Rows, world.Database.Time.Now().AddMinutes(-1))).Problem?.Code);
        Assert.Empty(await world.DecisionsAsync());
    }

    [Fact]
    public async Task A_line_of_a_delegate_is_of_one_who_is_away_and_names_them()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await DelegateToNoaAsync(world, "Mia");
        var line = Assert.Single(Lines((await SliceAsync(world, "Noa")).Index(new QueueFilter(), null, Closed)));
        Assert.Equal([("Sami", "Mia"), ("Tim", "Mia")], line.Rows.Select(r => (r.Name, r.For)));
    }

    [Fact]
    public async Task Rows_that_are_reviewed_for_different_people_are_no_line_and_are_not_certified_as_one()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.Database.Get<ReassignItems>().RunAsync(
            Guid.NewGuid(), world.World.As("Owen"), world.CampaignId, [(await world.TurnAsync("Sami")).Id], world.World["Rob"], "Knows the work better", default)).Require();
        await DelegateToNoaAsync(world, "Mia", "Rob");
        var slice = await SliceAsync(world, "Noa");
        var rows = slice.Rows.Where(r => r.IsAccount && r.Name is "Sami" or "Tim").OrderBy(r => r.Name, StringComparer.Ordinal).ToList();
        Assert.Equal([("Sami", "Rob"), ("Tim", "Mia")], rows.Select(r => (r.Name, r.For)));
        Assert.Empty(Lines(slice.Index(new QueueFilter(), null, Closed)));
        Assert.Equal("routine.apart", (await DecideAsync(world, rows, world.Database.Time.Now(), by: "Noa")).Problem?.Code);
    }

    [Fact]
    public async Task What_is_signed_no_longer_collapses()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.DecideRestAsync("Mia");
        (await world.SignAsync("Mia")).Require();
        Assert.Empty(Lines((await SliceAsync(world)).Index(new QueueFilter { Show = QueueShow.Decided }, null, Closed)));
    }

    [Fact]
    public async Task What_was_done_last_in_a_line_is_taken_back_and_never_what_went_with_an_account()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Works elsewhere now")).Require();
        (await world.DecideAsync("Mia", "Tim", DecisionKind.Certify)).Require();
        (await world.DecideAsync("Mia", "Vera", DecisionKind.Revoke)).Require();
        var rows = (await SliceAsync(world)).Rows;
        Assert.Equal(["Core", "Finance", "Growth", "Growth"], rows.Where(r => r.WentWithAccount).Select(r => r.Group).Order(StringComparer.Ordinal));
        List<SliceRow> alike = [.. rows.Where(r => r.Name is "Sami" or "Tim" && r.IsAccount), .. rows.Where(r => r.WentWithAccount)];
        Assert.Equal("Tim", new RoutineLine("L", default, alike, Open: false, new QueueFilter()).Last?.Name);
    }

    private static List<RoutineLine> Lines(ListIndex index) => [.. index.Lines.Where(l => l.Row is null).Select(l => l.Routine).OfType<RoutineLine>()];

    private static Task<Outcome<DecideAnswer>> DecideAsync(ReviewWorld world, IEnumerable<SliceRow> rows, DateTime shown, DecisionKind kind = DecisionKind.Certify, string? reason = null, string by = "Mia") =>
        world.Database.Get<DecideMany>().RunAsync(
            Guid.NewGuid(), world.World.As(by), new ManyChoice(kind, [.. rows.Select(r => new SeenTurn(r.TurnId, r.EventSeq))], reason, shown), CancellationToken.None);

    private static Task<Outcome<DecideAnswer>> UndoAsync(ReviewWorld world, SliceRow seen, IReadOnlyCollection<long> line) =>
        world.Database.Get<UndoDecision>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), new SeenTurn(seen.TurnId, seen.EventSeq), line, CancellationToken.None);

    private static Task<ReviewSlice> SliceAsync(ReviewWorld world, string by = "Mia") => world.Database.Get<ReviewQueue>().SliceAsync(world.World.As(by), world.CampaignId, CancellationToken.None);

    private static async Task DelegateToNoaAsync(ReviewWorld world, params string[] away)
    {
        var today = DateOnly.FromDateTime(world.Database.Time.Now());
        foreach (var person in away)
        {
            (await world.Database.Get<StateAbsence>().RunAsync(
                Guid.NewGuid(), world.World.As("Owen"), new AbsencePlan(world.World[person], world.World["Noa"], today, today.AddDays(7), "Holiday"), default)).Require();
        }

        await world.Database.Get<FollowUps>().RunAsync(default);
    }
}
