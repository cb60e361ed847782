using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

public sealed class SelectionTests
{
    [Fact]
    public async Task Certifying_a_selection_takes_routine_items_and_names_the_exceptions_it_leaves()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var answer = (await world.DecideManyAsync("Mia", DecisionKind.Certify, accounts: ["Zoe", "Rob", "Sami", "Tim"])).Require();
        Assert.Equal(4, answer.Saved);
        Assert.Equal(["Zoe", "Rob"], answer.Items.Where(i => i.Kind == ItemAnswerKind.Refused).Select(i => i.Name));
        Assert.All(answer.Items.Where(i => i.Kind == ItemAnswerKind.Refused), i => Assert.Contains(i.Code!, new[] { "item.exception", "reason.required" }));
        Assert.Equal(TurnState.Undecided, (await world.TurnAsync("Rob")).State);
        Assert.All(await world.DecisionsAsync(), d => Assert.Equal((DecisionMode.Bulk, 4), (d.Mode, d.BatchSize)));
    }

    [Fact]
    public async Task Revoking_a_selection_needs_one_reason_for_what_was_not_recommended()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var without = (await world.DecideManyAsync("Mia", DecisionKind.Revoke, accounts: ["Vera", "Rob"])).Require();
        Assert.Equal(4, without.Saved);
        Assert.Equal("reason.required", without.Items.Single(i => i.Kind == ItemAnswerKind.Refused).Code);
        Assert.Equal(1, (await world.DecideManyAsync("Mia", DecisionKind.Revoke, "Not used any more", accounts: ["Rob"])).Require().Saved);
    }

    [Theory]
    [InlineData("Admin")]
    [InlineData("Admin, Analyst")]
    public async Task A_selection_never_revokes_the_last_administrator(string roles)
    {
        await using var world = await ReviewWorld.CreateAsync(administrator: roles);
        var answer = (await world.DecideManyAsync("Mia", DecisionKind.Revoke, "Cleaning up", accounts: ["Zoe", "Rob"])).Require();
        Assert.Equal("item.last-administrator", answer.Items.Single(i => i.Kind == ItemAnswerKind.Refused).Code);
        Assert.Equal(TurnState.Undecided, (await world.TurnAsync("Zoe")).State);
        Assert.Equal(TurnState.Revoked, (await world.TurnAsync("Rob")).State);
    }

    [Fact]
    public async Task A_selection_that_is_large_by_the_policy_it_was_launched_with_asks_once_and_names_the_counts_by_role()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.World.LaunchedWithAsync(new Policy { BulkAsksAbove = 2 });
        (await world.Database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), new Policy { BulkAsksAbove = 50 }, null, CancellationToken.None)).Require();
        var asked = await world.DecideManyAsync("Mia", DecisionKind.Certify, accounts: ["Sami", "Tim"]);
        Assert.Equal((DecideMany.AskCode, "Certify 4 items: 2 Consumer, 2 group assignments?"), (asked.Problem?.Code, asked.Problem?.Sentence));
        asked = await world.DecideManyAsync("Mia", DecisionKind.Certify, accounts: ["Sami", "Tim", "Rob"]);
        Assert.Equal("Certify 4 of 5 items: 2 Consumer, 2 group assignments? 1 stays as it is, and is named with why.", asked.Problem?.Sentence);
        Assert.Equal(4, (await world.DecideManyAsync("Mia", DecisionKind.Certify, confirmed: true, accounts: ["Sami", "Tim"])).Require().Saved);
    }

    [Fact]
    public async Task What_is_privileged_says_in_a_selection_that_it_needs_a_reason_of_its_own()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var answer = (await world.DecideManyAsync("Mia", DecisionKind.Certify, accounts: ["Zoe", "Sami"])).Require();
        Assert.Equal("Privileged, so it needs a reason of its own.", answer.Items.Single(i => i.Name == "Zoe").Sentence);
    }

    [Fact]
    public async Task What_changed_meanwhile_is_a_conflict_of_its_own_and_the_others_stand()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var (sami, tim) = (await world.TurnAsync("Sami"), await world.TurnAsync("Tim"));
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Not needed")).Require();
        var answer = (await world.Database.Get<DecideMany>().RunAsync(
            Guid.NewGuid(), world.World.As("Mia"), new ManyChoice(DecisionKind.Certify, [new(sami.Id, sami.EventSeq), new(tim.Id, tim.EventSeq)]), CancellationToken.None)).Require();
        Assert.Equal([("Tim", ItemAnswerKind.Saved), ("Sami", ItemAnswerKind.Conflict)], answer.Items.Select(i => (i.Name, i.Kind)));
        Assert.Equal(TurnState.Revoked, (await world.TurnAsync("Sami")).State);
    }

    [Fact]
    public async Task A_whole_selection_is_undone_at_once_but_what_was_decided_again_since()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideManyAsync("Mia", DecisionKind.Revoke, "Cleaning up", accounts: ["Vera", "Rob", "Sami", "Tim"])).Require();
        (await world.DecideAsync("Mia", "Tim", DecisionKind.Certify)).Require();
        (await world.UndoAsync("Mia", "Vera", batch: true)).Require();
        await using var db = world.Database.Look();
        Assert.Equal(1, await db.ReviewTurns.CountAsync(t => t.State != TurnState.Undecided));
        Assert.Equal(TurnState.Certified, (await world.TurnAsync("Tim")).State);
        Assert.True(await world.CountsTieAsync());
    }

    /// <summary>From some number of rows on they are written in another way (<see cref="Core.Persistence.SqliteStatement"/>).</summary>
    [Fact]
    public async Task A_selection_of_many_items_moves_each_turn_to_its_own_decision_and_back()
    {
        const int Accounts = 40;
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync([.. Enumerable.Range(1, Accounts).Select(n => "Holder" + n)]);
        await world.HeapAsync([.. Enumerable.Range(1, Accounts).Select(n => new TestAccount("Holder" + n, Groups: ["Growth"]))]);
        await world.LaunchAsync("Mia");
        await using var before = database.Look();
        var seen = await before.ReviewTurns.Select(t => new SeenTurn(t.Id, t.EventSeq)).ToListAsync();
        var answer = (await database.Get<DecideMany>().RunAsync(Guid.NewGuid(), world.As("Mia"), new ManyChoice(DecisionKind.Revoke, seen, "Nobody needs Heap any more"), CancellationToken.None)).Require();
        Assert.Equal(2 * Accounts, answer.Saved);

        await using (var db = database.Look())
        {
            var decisions = await db.Decisions.AsNoTracking().ToDictionaryAsync(d => d.Id);
            Assert.All(decisions.Values, d => Assert.Equal(d.ToRowText().Hash(), d.RowHash));
            Assert.All(await db.ReviewTurns.AsNoTracking().ToListAsync(), t => Assert.Equal(
                (TurnState.Revoked, t.Id, answer.Items[0].EventSeq, t.EventSeq), (t.State, decisions[t.DecisionId!.Value].TurnId, t.EventSeq, decisions[t.DecisionId.Value].EventSeq)));
        }

        (await database.Get<UndoDecision>().RunAsync(Guid.NewGuid(), world.As("Mia"), answer.Items[0].TurnId, answer.Items[0].EventSeq, wholeBatch: true, CancellationToken.None)).Require();
        await using var after = database.Look();
        Assert.Equal(2 * Accounts, await after.ReviewTurns.CountAsync(t => t.State == TurnState.Undecided && t.DecisionId == null && t.EventSeq > answer.Items[0].EventSeq));
    }

    /// <summary>What facts read ahead rely on (<see cref="FactsReadAheadTests"/>), beside the statement of <see cref="Crashes.NothingHalfDone"/> that is asked after every act of every random history.</summary>
    [Fact]
    public async Task Acts_of_deciding_write_turns_decisions_and_reasons_and_nothing_else()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideManyAsync("Mia", DecisionKind.Revoke, "Cleaning up", accounts: ["Vera", "Rob", "Sami"])).Require();
        (await world.UndoAsync("Mia", "Vera", batch: true)).Require();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Not needed any more")).Require();
        (await world.DecideAsync("Mia", "Tim", DecisionKind.Certify, lines: true)).Require();
        await using var db = world.Database.Look();
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in db.Model.GetEntityTypes().Where(e => typeof(IAudited).IsAssignableFrom(e.ClrType)).Select(e => e.GetTableName()!))
        {
            var sql = $"SELECT COUNT(*) AS \"Value\" FROM \"{table}\" t JOIN \"AuditEvents\" e ON e.\"Seq\" = t.\"EventSeq\" WHERE e.\"Type\" IN ('ItemDecided', 'ItemsDecided', 'DecisionsUndone')";
            if ((await db.Database.SqlQueryRaw<int>(sql).ToListAsync())[0] > 0)
            {
                written.Add(table);
            }
        }

        Assert.Equal(["Decisions", "PrivateTexts", "ReviewTurns"], written.Order());
    }
}
