using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;

namespace AccessReview.Core.Tests.Reviewing;

public sealed class AccountAndTeamsTests
{
    [Fact]
    public async Task An_account_revoked_with_three_teams_is_four_records_and_undone_all_come_back_as_they_were()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Noa");
        (await world.DecideAsync("Noa", "Vera", DecisionKind.Certify, "Still hands over", team: "Finance")).Require();
        (await world.DecideAsync("Mia", "Vera", DecisionKind.Revoke)).Require();

        var act = (await world.DecisionsAsync()).Where(d => d.Kind == DecisionKind.Revoke).ToList();
        Assert.Equal([DecisionMode.Single, DecisionMode.WithAccount, DecisionMode.WithAccount, DecisionMode.WithAccount], act.Select(d => d.Mode));
        Assert.All(act, d => Assert.Equal((act[0].EventSeq, 4), (d.BatchId, d.BatchSize)));
        Assert.All(await world.AllAsync("Vera"), t => Assert.Equal(TurnState.Revoked, t.State));
        Assert.True(await world.CountsTieAsync());

        (await world.UndoAsync("Mia", "Vera")).Require();
        Assert.Equal(TurnState.Undecided, (await world.TurnAsync("Vera")).State);
        Assert.Equal(TurnState.Certified, (await world.TurnAsync("Vera", "Finance")).State);
        Assert.Equal(TurnState.Undecided, (await world.TurnAsync("Vera", "Growth")).State);
        Assert.Equal(4, (await world.DecisionsAsync()).Count(d => d.Kind == DecisionKind.Withdrawn));
        Assert.True(await world.CountsTieAsync());
    }

    [Fact]
    public async Task A_team_of_a_revoked_account_is_not_decided_by_itself_and_not_taken_back_by_itself()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Noa");
        (await world.DecideAsync("Mia", "Vera", DecisionKind.Revoke)).Require();
        Assert.Equal("item.account-revoked", (await world.DecideAsync("Noa", "Vera", DecisionKind.Certify, "Needed", team: "Core")).Problem?.Code);
        Assert.Equal("item.account-revoked", (await world.UndoAsync("Noa", "Vera", "Core")).Problem?.Code);
    }

    [Fact]
    public async Task Certifying_a_revoked_account_instead_gives_its_teams_back_and_undoing_that_takes_them_again()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Vera", DecisionKind.Revoke)).Require();
        (await world.DecideAsync("Mia", "Vera", DecisionKind.Certify, "Came back")).Require();
        Assert.Equal(TurnState.Undecided, (await world.TurnAsync("Vera", "Core")).State);
        (await world.UndoAsync("Mia", "Vera")).Require();
        Assert.All(await world.AllAsync("Vera"), t => Assert.Equal(TurnState.Revoked, t.State));
        Assert.True(await world.CountsTieAsync());
    }

    [Fact]
    public async Task An_account_is_certified_with_all_its_routine_teams_in_one_act()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify, lines: true)).Require();
        Assert.Equal(TurnState.Certified, (await world.TurnAsync("Sami", "Growth")).State);
        (await world.UndoAsync("Mia", "Sami", batch: true)).Require();
        Assert.All(await world.AllAsync("Sami"), t => Assert.Equal(TurnState.Undecided, t.State));
    }

    [Fact]
    public async Task A_team_signed_by_its_reviewer_goes_with_the_account_and_comes_back_signed()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Noa");
        foreach (var (account, team) in new[] { ("Vera", "Growth"), ("Vera", "Finance"), ("Vera", "Core"), ("Sami", "Growth"), ("Tim", "Core") })
        {
            (await world.DecideAsync("Noa", account, DecisionKind.Certify, "Needed", team: team)).Require();
        }

        var signed = (await world.SignAsync("Noa")).Require();
        (await world.DecideAsync("Mia", "Vera", DecisionKind.Revoke)).Require();
        Assert.Equal((TurnState.Revoked, null), ((await world.TurnAsync("Vera", "Core")).State, (await world.TurnAsync("Vera", "Core")).SignOffId));
        (await world.UndoAsync("Mia", "Vera")).Require();
        Assert.Equal((TurnState.Certified, (long?)signed.SignOffId), ((await world.TurnAsync("Vera", "Core")).State, (await world.TurnAsync("Vera", "Core")).SignOffId));
    }
}
