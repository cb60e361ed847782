using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Evidence.Checks;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>An account is revoked when either reviewer revokes it, and its assignments go with it and come back with it in both stages.</summary>
public sealed class SecondReviewLinesTests
{
    private const string Left = "Left the project";

    [Fact]
    public async Task The_second_s_revoke_of_an_account_takes_along_the_teams_that_the_first_has_not_decided()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.DecideAsync("Mia", "Viktor", DecisionKind.Certify);
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Viktor", DecisionKind.Revoke, Left, stage: 2);
        Assert.Equal("item.account-revoked", (await world.TryAsync("Mia", "Viktor", DecisionKind.Certify, team: "Core")).Problem?.Code);
        Assert.True(await world.TiesAsync());

        // Nothing of it is left for anybody: both sign what they have.
        await world.CertifyAllAsync("Mia");
        await world.SignOffAsync("Mia");
        await world.FollowAsync();
        await world.CertifyAllAsync("Noa", stage: 2);
        Assert.Equal((5, 3), await CoveredAsync(world, await world.SignOffAsync("Noa")));
        await using var db = world.Database.Look();
        Assert.Null(Assert.Single(await db.Removals.ToListAsync()).GroupId);
        (await world.CloseAsync()).Require();
        Assert.Equal(3, await db.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.Revoked && o.Signed));
        Assert.Equal(2, await db.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.Certified && o.Signed));
        await world.SoundAsync();
    }

    [Fact]
    public async Task Teams_open_before_both_go_in_both_stages_are_signed_once_and_come_back_as_they_were()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.CertifyAllAsync("Mia");
        var first = await world.SignOffAsync("Mia");
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Viktor", DecisionKind.Revoke, Left, stage: 2);
        foreach (var team in new[] { "Core", "Pricing" })
        {
            Assert.Equal((TurnState.Revoked, TurnState.Revoked), ((await world.TurnAsync("Viktor", 1, team)).State, (await world.TurnAsync("Viktor", 2, team)).State));
        }

        await world.CertifyAllAsync("Noa", stage: 2);
        var quality = (await world.Database.Get<ReviewQuality>().RunAsync(world.Owen, world.Number, default)).Require();
        Assert.Equal((3, 2), (quality.Twice, quality.Alike));
        var second = await world.SignOffAsync("Noa");
        Assert.Equal((5, 3), await CoveredAsync(world, second));
        Assert.Equal(second.SignOffId, (await world.TurnAsync("Viktor", 2, "Core")).SignOffId);
        await world.SoundAsync();

        await world.WithdrawAsync("Noa", second);
        await world.UndoAsync("Noa", "Viktor", stage: 2);
        var (core, again) = (await world.TurnAsync("Viktor", 1, "Core"), await world.TurnAsync("Viktor", 2, "Core"));
        Assert.Equal((TurnState.Certified, first.SignOffId, TurnState.Undecided), (core.State, core.SignOffId!.Value, again.State));
        Assert.True(await world.TiesAsync());
        await world.CertifyAllAsync("Noa", stage: 2);
        await world.SignOffAsync("Noa");
        (await world.CloseAsync()).Require();
        await using var db = world.Database.Look();
        Assert.Equal(5, await db.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.Certified && o.Signed));
        Assert.Equal(0, await db.Removals.CountAsync(r => r.State != Core.Removals.RemovalState.Cancelled));
        await world.SoundAsync();
    }

    [Fact]
    public async Task Teams_that_the_campaigns_owner_takes_along_in_both_stages_are_each_one_item_to_the_applications_owner()
    {
        await using var world = await CampaignWorld.CreateAsync();
        (await world.SecondAsync(SecondReviewRule.Everything, "Owen")).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await world.CertifyAllAsync("Mia");
        await world.FollowAsync();
        await world.DecideAsync("Owen", "Viktor", DecisionKind.Revoke, Left, stage: 2);
        Assert.Equal((TurnState.Revoked, TurnState.Revoked), ((await world.TurnAsync("Viktor", 1, "Core")).State, (await world.TurnAsync("Viktor", 2, "Core")).State));

        await world.SeedAsync(async scope => (await scope.Db.Applications.SingleAsync()).OwnerId = world.World["Noa"]);
        var noa = world.World.As("Noa");
        var text = (await world.Database.Get<SecondSignaturePreview>().RunAsync(noa, world.Number, world.World.ApplicationId, default)).Require().Statement;
        Assert.Contains("decided there: 0 certified and 3 revoked, with", text, StringComparison.Ordinal);
        (await world.Database.Get<SignAsApplicationOwner>().RunAsync(Guid.NewGuid(), noa, world.Number, world.World.ApplicationId, text, default)).Require();
        await using var db = world.Database.Look();
        Assert.Equal(3, (await db.SignOffs.SingleAsync(s => s.Level == SignOffLevel.ApplicationOwner)).Items);
        await world.SoundAsync();
    }

    [Fact]
    public async Task The_first_s_revoke_leaves_no_team_before_the_second()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.CertifyAllAsync("Mia");
        await world.FollowAsync();
        await world.DecideAsync("Mia", "Viktor", DecisionKind.Revoke, Left);
        Assert.Equal(TurnState.Revoked, (await world.TurnAsync("Viktor", 2, "Core")).State);
        await world.CertifyAllAsync("Noa", stage: 2);
        Assert.Equal((3, 0), await CoveredAsync(world, await world.SignOffAsync("Noa")));
        Assert.Equal((5, 3), await CoveredAsync(world, await world.SignOffAsync("Mia")));
        await using var db = world.Database.Look();
        Assert.Null(Assert.Single(await db.Removals.ToListAsync()).GroupId);
        await world.SoundAsync();
    }

    [Fact]
    public async Task Teams_of_an_account_that_both_have_revoked_come_back_when_neither_does_any_more()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.DecideAsync("Mia", "Viktor", DecisionKind.Certify);
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Viktor", DecisionKind.Revoke, Left, stage: 2);
        await world.DecideAsync("Mia", "Viktor", DecisionKind.Revoke, Left);
        await world.UndoAsync("Noa", "Viktor", stage: 2);
        Assert.Equal(TurnState.Revoked, (await world.TurnAsync("Viktor", 1, "Core")).State);
        await world.UndoAsync("Mia", "Viktor");
        Assert.Equal(TurnState.Undecided, (await world.TurnAsync("Viktor", 1, "Core")).State);
        Assert.True(await world.TiesAsync());
        await world.SoundAsync();
    }

    [Fact]
    public async Task A_second_turn_that_goes_to_somebody_else_gives_the_teams_back_and_a_first_one_does_not_while_the_second_revokes()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.DecideAsync("Mia", "Viktor", DecisionKind.Certify);
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Viktor", DecisionKind.Revoke, Left, stage: 2);
        await GiveAsync(world, await world.TurnAsync("Viktor"), "Priya");
        await GiveAsync(world, await world.TurnAsync("Viktor", 1, "Core"), "Priya");
        Assert.Equal(TurnState.Revoked, (await world.TurnAsync("Viktor", 1, "Core")).State);
        await GiveAsync(world, await world.TurnAsync("Viktor", 2), "Tomas");
        Assert.Equal(TurnState.Undecided, (await world.TurnAsync("Viktor", 1, "Core")).State);
        await world.SoundAsync();
    }

    [Fact]
    public async Task An_account_sent_to_a_second_reviewer_without_its_teams_takes_them_along()
    {
        await using var world = await CampaignWorld.CreateAsync(["P1"], [], null, null, new TestAccount("P1", "Admin", Finding.Privileged, Groups: ["Core"]));
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2);
        await world.UpdateAsync((db, seq) => db.Decisions.ExecuteUpdateAsync(s => s.SetProperty(d => d.Seconds, 1).SetProperty(d => d.EventSeq, seq)));
        Assert.Equal(1, (await world.AskAsync("Noa")).Require().Flagged);
        await world.FollowAsync();
        await world.DecideAsync("Noa", "P1", DecisionKind.Revoke, Left, stage: 2);
        await world.SignOffAsync("Noa");
        (await world.CloseAsync()).Require();
        await using var db = world.Database.Look();
        Assert.Equal([OutcomeKind.Revoked, OutcomeKind.Revoked], await db.ItemOutcomes.Select(o => o.Kind).ToListAsync());
        Assert.Null(Assert.Single(await db.Removals.ToListAsync()).GroupId);
    }

    [Fact]
    public async Task A_team_that_is_removed_before_the_second_revokes_its_account_is_counted_with_its_own_removal()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.DecideAsync("Mia", "Viktor", DecisionKind.Revoke, Left, team: "Core");
        await world.CertifyAllAsync("Mia");
        await world.SignOffAsync("Mia");
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Viktor", DecisionKind.Revoke, Left, stage: 2);
        await world.CertifyAllAsync("Noa", stage: 2);
        await world.SignOffAsync("Noa");
        (await world.CloseAsync()).Require();
        await using var db = world.Database.Look();
        Assert.Equal(2, await db.Removals.CountAsync());
        Assert.All(await CampaignChecks.OutcomesAsync(db, await db.Campaigns.SingleAsync(), default), c => Assert.Equal((CheckResult.Pass, c.CountA), (c.Result, c.CountB)));
        await world.SoundAsync();
    }

    private static async Task<(int Items, int Revoked)> CoveredAsync(CampaignWorld world, SignedOff signed)
    {
        await using var db = world.Database.Look();
        Assert.Equal(signed.Counts.Items, await db.SignOffItems.CountAsync(i => i.SignOffId == signed.SignOffId));
        return (signed.Counts.Items, signed.Counts.Revoked);
    }

    private static async Task GiveAsync(CampaignWorld world, ReviewTurn turn, string to) =>
        (await world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.Owen, turn.CampaignId, [turn.Id], world.World[to], "On leave", default)).Require();
}
