using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>A selection's facts are read before its turn among the writers comes. Whatever happens in between, it is decided by the facts as
/// they are in its turn.</summary>
public sealed class FactsReadAheadTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_read_ahead_is_used_where_others_only_decide_about_other_items_or_nobody_does_anything(bool othersDecide)
    {
        var (world, moment) = await WorldAsync();
        await using var _ = world;
        moment.Meanwhile = async () =>
        {
            if (othersDecide)
            {
                (await world.DecideAsync("Mia", "Rob", DecisionKind.Revoke, "Not used")).Require();
                (await world.UndoAsync("Mia", "Rob")).Require();
                (await world.DecideManyAsync("Noa", DecisionKind.Certify, accounts: ["Sami"])).Require();
            }
        };
        Assert.Equal([("Tim", ItemAnswerKind.Saved)], Said(await SelectAsync(world, "Mia", DecisionKind.Certify, null, "Tim")));
        Assert.Equal((0, true), (moment.ReadAgain, await world.CountsTieAsync()));
    }

    [Fact]
    public async Task An_item_decided_meanwhile_in_another_window_is_a_conflict_and_the_others_stand()
    {
        var (world, moment) = await WorldAsync();
        await using var _ = world;
        moment.Meanwhile = async () => (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Not needed")).Require();
        Assert.Equal([("Tim", ItemAnswerKind.Saved), ("Sami", ItemAnswerKind.Conflict)], Said(await SelectAsync(world, "Mia", DecisionKind.Certify, null, "Sami", "Tim")));
        Assert.Equal((TurnState.Revoked, true), ((await world.TurnAsync("Sami")).State, await world.CountsTieAsync()));
    }

    [Fact]
    public async Task A_decision_taken_back_meanwhile_in_another_window_is_a_conflict()
    {
        var (world, moment) = await WorldAsync();
        await using var _ = world;
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Require();
        moment.Meanwhile = async () => (await world.UndoAsync("Mia", "Sami")).Require();
        Assert.Equal([("Sami", ItemAnswerKind.Conflict)], Said(await SelectAsync(world, "Mia", DecisionKind.Revoke, "Not needed", "Sami")));
        Assert.Equal(TurnState.Undecided, (await world.TurnAsync("Sami")).State);
    }

    [Fact]
    public async Task The_same_selection_sent_meanwhile_by_another_window_is_decided_once()
    {
        var (world, moment) = await WorldAsync();
        await using var _ = world;
        moment.Meanwhile = async () => Assert.Equal(2, (await SelectAsync(world, "Mia", DecisionKind.Certify, null, "Sami", "Tim")).Require().Saved);
        Assert.Equal([("Sami", ItemAnswerKind.Conflict), ("Tim", ItemAnswerKind.Conflict)], Said(await SelectAsync(world, "Mia", DecisionKind.Revoke, "Not needed", "Sami", "Tim")));
        Assert.Equal(2, (await world.DecisionsAsync()).Count);
    }

    [Fact]
    public async Task An_assignment_that_its_own_reviewer_decided_meanwhile_goes_with_its_account_and_keeps_what_they_had_decided()
    {
        var (world, moment) = await WorldAsync();
        await using var _ = world;
        moment.Meanwhile = async () => (await world.DecideAsync("Noa", "Sami", DecisionKind.Certify, team: "Growth")).Require();
        Assert.Equal(2, (await SelectAsync(world, "Mia", DecisionKind.Revoke, "Not needed", "Sami")).Require().Saved);
        (await world.UndoAsync("Mia", "Sami")).Require();
        Assert.Equal((TurnState.Certified, true), ((await world.TurnAsync("Sami", "Growth")).State, await world.CountsTieAsync()));
    }

    [Fact]
    public async Task An_assignment_whose_account_was_revoked_meanwhile_is_refused()
    {
        var (world, moment) = await WorldAsync();
        await using var _ = world;
        var team = await world.TurnAsync("Sami", "Growth");
        moment.Meanwhile = async () => (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Not needed")).Require();
        var answer = (await world.Database.Get<DecideMany>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), new ManyChoice(DecisionKind.Certify, [new(team.Id, team.EventSeq)]), Never)).Require();
        Assert.Equal("item.account-revoked", Assert.Single(answer.Items).Code);
    }

    [Fact]
    public async Task An_account_matched_meanwhile_to_the_reviewer_is_their_own_and_refused()
    {
        var (world, moment) = await WorldAsync();
        await using var _ = world;
        moment.Meanwhile = () => MatchAsync(world, "Sami", "Mia");
        Assert.Equal([("Tim", ItemAnswerKind.Saved), ("Sami", ItemAnswerKind.Refused)], Said(await SelectAsync(world, "Mia", DecisionKind.Certify, null, "Sami", "Tim")));
    }

    [Fact]
    public async Task An_account_matched_meanwhile_to_the_reviewer_is_refused_also_when_others_decide_before_and_after()
    {
        var (world, moment) = await WorldAsync();
        await using var _ = world;
        moment.Meanwhile = async () =>
        {
            (await world.DecideAsync("Noa", "Tim", DecisionKind.Certify, team: "Core")).Require();
            await MatchAsync(world, "Sami", "Mia");
            (await world.DecideAsync("Mia", "Rob", DecisionKind.Certify)).Require();
        };
        Assert.Equal([("Sami", ItemAnswerKind.Refused)], Said(await SelectAsync(world, "Mia", DecisionKind.Certify, null, "Sami")));
    }

    [Fact]
    public async Task An_account_that_the_reviewer_came_to_answer_for_meanwhile_is_refused()
    {
        var (world, moment) = await WorldAsync();
        await using var _ = world;
        moment.Meanwhile = async () => (await world.Database.Get<DeclareAccount>().RunAsync(
            Guid.NewGuid(), world.World.As("Ada"), await AccountAsync(world, "Sami"), DeclaredKind.Shared, world.World["Mia"], "The front desk", Never)).Require();
        Assert.Equal([("Sami", ItemAnswerKind.Refused)], Said(await SelectAsync(world, "Mia", DecisionKind.Certify, null, "Sami")));
    }

    [Fact]
    public async Task An_item_handed_over_meanwhile_is_somebody_elses()
    {
        var (world, moment) = await WorldAsync();
        await using var _ = world;
        moment.Meanwhile = async () => (await world.Database.Get<HandOverItem>().RunAsync(
            Guid.NewGuid(), world.World.As("Mia"), (await world.TurnAsync("Sami")).Id, world.World["Noa"], "Knows the team", withGroups: false, Never)).Require();
        Assert.Equal([("Tim", ItemAnswerKind.Saved), ("An item of somebody else", ItemAnswerKind.Refused)], Said(await SelectAsync(world, "Mia", DecisionKind.Certify, null, "Sami", "Tim")));
        Assert.Equal((TurnState.Undecided, true), ((await world.TurnAsync("Sami")).State, await world.CountsTieAsync()));
    }

    [Fact]
    public async Task What_was_signed_off_meanwhile_is_refused()
    {
        var (world, moment) = await WorldAsync();
        await using var _ = world;
        await world.DecideRestAsync("Mia");
        moment.Meanwhile = async () => (await world.SignAsync("Mia")).Require();
        var answer = (await SelectAsync(world, "Mia", DecisionKind.Revoke, "Not needed", "Sami")).Require();
        Assert.Equal("item.signed", Assert.Single(answer.Items).Code);
    }

    [Fact]
    public async Task A_campaign_that_was_cancelled_meanwhile_takes_no_decision()
    {
        var (world, moment) = await WorldAsync();
        await using var _ = world;
        moment.Meanwhile = async () => (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), 1, "Begun by mistake", Never)).Require();
        var answer = (await SelectAsync(world, "Mia", DecisionKind.Certify, null, "Sami")).Require();
        Assert.Equal("campaign.not-active", Assert.Single(answer.Items).Code);
    }

    [Fact]
    public async Task Whoever_was_taken_off_the_staff_list_meanwhile_decides_nothing()
    {
        var (world, moment) = await WorldAsync();
        await using var _ = world;
        moment.Meanwhile = () => ChangeAsync(world, async scope =>
        {
            var records = await scope.Db.PersonRecords.Where(r => r.PersonId == world.World["Mia"]).ToListAsync();
            records.ForEach(r => scope.Db.Entry(r).Property(p => p.Status).CurrentValue = Core.Extracts.EmploymentStatus.Left);
        });
        Assert.Equal(Problem.DeniedCode, (await SelectAsync(world, "Mia", DecisionKind.Certify, null, "Sami")).Problem?.Code);
        Assert.Empty(await world.DecisionsAsync());
    }

    [SqliteFact]
    public async Task Facts_read_from_one_database_are_not_used_in_another_with_as_many_events()
    {
        var (world, moment) = await WorldAsync();
        await using var _ = world;
        await using (var db = world.Database.Look())
        {
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {world.Database.Databases.SampleFile}");
        }

        world.Database.Databases.Use(DatabaseName.Sample);
        await MatchAsync(world, "Sami", "Mia");
        world.Database.Databases.Use(DatabaseName.Own);
        await MatchAsync(world, "Sami", "Noa");
        moment.Meanwhile = () =>
        {
            world.Database.Databases.Use(DatabaseName.Sample);
            return Task.CompletedTask;
        };
        Assert.Equal([("Sami", ItemAnswerKind.Refused)], Said(await SelectAsync(world, "Mia", DecisionKind.Certify, null, "Sami")));
        world.Database.Databases.DeleteSample();
        world.Database.Databases.Use(DatabaseName.Own);
    }

    [Fact]
    public async Task A_selection_sent_again_gets_the_answer_it_got()
    {
        var (world, moment) = await WorldAsync();
        await using var _ = world;
        var (command, tim) = (Guid.NewGuid(), await world.TurnAsync("Tim"));
        Task<Outcome<DecideAnswer>> Send() => world.Database.Get<DecideMany>().RunAsync(command, world.World.As("Mia"), new ManyChoice(DecisionKind.Certify, [new(tim.Id, tim.EventSeq)]), Never);
        moment.Meanwhile = async () => Assert.Equal(1, (await Send()).Require().Saved);
        Assert.Equal([("Tim", ItemAnswerKind.Saved)], Said(await Send()));
        Assert.Single(await world.DecisionsAsync());
    }

    /// <summary>Accounts are before Mia, teams before Noa.</summary>
    private static async Task<(ReviewWorld World, MomentBetween Moment)> WorldAsync()
    {
        var moment = new MomentBetween();
        return (await ReviewWorld.CreateAsync(teams: "Noa", moment), moment);
    }

    private static async Task<Outcome<DecideAnswer>> SelectAsync(ReviewWorld world, string by, DecisionKind kind, string? reason, params string[] accounts)
    {
        var seen = new List<SeenTurn>();
        foreach (var account in accounts)
        {
            var turn = await world.TurnAsync(account);
            seen.Add(new SeenTurn(turn.Id, turn.EventSeq));
        }

        return await world.Database.Get<DecideMany>().RunAsync(Guid.NewGuid(), world.World.As(by), new ManyChoice(kind, seen, reason), Never);
    }

    private static List<(string Name, ItemAnswerKind Kind)> Said(Outcome<DecideAnswer> answer) => [.. answer.Require().Items.Select(i => (i.Name, i.Kind))];

    private static async Task<long> AccountAsync(ReviewWorld world, string name)
    {
        await using var db = world.Database.Look();
        return await db.AccountRecords.Where(r => r.Name == name).Select(r => r.AccountId).FirstAsync();
    }

    private static async Task MatchAsync(ReviewWorld world, string account, string person) => (await world.Database.Get<MatchByHand>().RunAsync(
        Guid.NewGuid(), world.World.As("Ada"), await AccountAsync(world, account), world.World[person], "They told me", Never)).Require();

    private static async Task ChangeAsync(ReviewWorld world, Func<ChangeScope, Task> work) =>
        (await world.Database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", async (scope, _) =>
        {
            await work(scope);
            scope.Record(new Seeded());
            return Done.Yes;
        }, Never)).Require();

    private sealed record Seeded : EventBody;
}
