using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>A lower role is put to work when every reviewer that the item needs has agreed to it and signed, and not before.</summary>
public sealed class SecondReviewChangesTests
{
    [Fact]
    public async Task A_lower_role_waits_for_the_second_and_is_then_put_to_work_by_the_first_s_decision()
    {
        await using var world = await LoweredAsync();
        Assert.Empty(await RemovalsAsync(world));
        await world.CertifyAllAsync("Noa", stage: 2);
        var second = await world.SignOffAsync("Noa");
        var removal = Assert.Single(await RemovalsAsync(world));
        Assert.Equal(("Consumer", (await world.TurnAsync("Priya")).DecisionId), (removal.ChangeTo, removal.DecisionId));

        // Without the second's signature it is nobody's agreed word any more.
        await world.WithdrawAsync("Noa", second);
        Assert.Equal([RemovalState.Cancelled], (await RemovalsAsync(world)).Select(r => r.State));
        await world.SignOffAsync("Noa");
        Assert.Equal([RemovalState.Cancelled, RemovalState.WaitingForPerson], (await RemovalsAsync(world)).Select(r => r.State));
        (await world.CloseAsync()).Require();
        await using var db = world.Database.Look();
        Assert.Equal(1, await db.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.Changed && o.Signed));
        Assert.Equal(2, await db.Removals.CountAsync());
        await world.SoundAsync();
    }

    [Fact]
    public async Task The_second_may_sign_first()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.DecideAsync("Mia", "Priya", DecisionKind.Change, "Needs only to read", to: "Consumer");
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Priya", DecisionKind.Change, "Reads only", stage: 2, to: "Consumer");
        await world.SignOffAsync("Noa");
        Assert.Empty(await RemovalsAsync(world));
        await world.CertifyAllAsync("Mia");
        await world.SignOffAsync("Mia");
        Assert.Equal((await world.TurnAsync("Priya", 2)).DecisionId, Assert.Single(await RemovalsAsync(world)).DecisionId);
    }

    [Theory]
    [InlineData(DeadlineRule.NotReviewed, OutcomeKind.NotReviewed, 0)]
    [InlineData(DeadlineRule.Revoke, OutcomeKind.Revoked, 1)]
    public async Task A_lower_role_that_the_second_never_saw_is_not_put_to_work(DeadlineRule rule, OutcomeKind outcome, int removals)
    {
        await using var world = await LoweredAsync(rule);
        (await world.CloseAsync()).Require();
        await using var db = world.Database.Look();
        var item = (await world.TurnAsync("Priya")).ItemId;
        Assert.Equal(outcome, (await db.ItemOutcomes.SingleAsync(o => o.ItemId == item)).Kind);
        Assert.Equal(removals, await db.Removals.CountAsync(r => r.ItemId == item));
        Assert.False(await db.Removals.AnyAsync(r => r.ChangeTo != null));
    }

    [Fact]
    public async Task A_revoke_of_the_second_is_put_to_work_and_the_first_s_lower_role_never_is()
    {
        await using var world = await LoweredAsync();
        await world.DecideAsync("Noa", "Priya", DecisionKind.Revoke, "Needs nothing", stage: 2);
        await world.CertifyAllAsync("Noa", stage: 2);
        await world.SignOffAsync("Noa");
        Assert.Equal([((string?)null, RemovalState.WaitingForPerson)], (await RemovalsAsync(world)).Select(r => (r.ChangeTo, r.State)));
        (await world.CloseAsync()).Require();
        await using var db = world.Database.Look();
        Assert.Equal(1, await db.Removals.CountAsync());
        Assert.Equal(1, await db.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.Revoked));
    }

    [Fact]
    public async Task A_revoke_of_the_second_takes_the_place_of_a_lower_role_that_was_put_to_work_before_they_were_asked()
    {
        await using var world = await LoweredAsync(rule: SecondReviewRule.None);
        var first = await world.TurnAsync("Priya");
        Assert.Equal("Consumer", Assert.Single(await RemovalsAsync(world)).ChangeTo);
        await world.SeedAsync(scope =>
        {
            scope.Add(new SecondReview { ItemId = first.ItemId, CampaignId = first.CampaignId, ReviewerId = world.World["Noa"], Why = SecondReason.Flagged });
            return Task.CompletedTask;
        });
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Priya", DecisionKind.Revoke, "Needs nothing", stage: 2);
        await world.SignOffAsync("Noa");
        Assert.Equal([("Consumer", RemovalState.Cancelled), (null, RemovalState.WaitingForPerson)], (await RemovalsAsync(world)).Select(r => (r.ChangeTo, r.State)));
    }

    [Fact]
    public async Task What_is_put_to_work_already_is_sent_to_no_second_reviewer()
    {
        await using var world = await LoweredAsync(rule: SecondReviewRule.None);
        await world.UpdateAsync((db, seq) => db.Decisions.ExecuteUpdateAsync(s => s.SetProperty(d => d.Kind, DecisionKind.Certify).SetProperty(d => d.Seconds, 1).SetProperty(d => d.EventSeq, seq)));
        Assert.Equal("second.nothing", (await world.AskAsync("Noa")).Problem?.Code);
    }

    // Mia keeps Priya at a lower role, certifies the rest, and signs; what is to come before Noa is before her.
    private static async Task<CampaignWorld> LoweredAsync(DeadlineRule deadline = DeadlineRule.NotReviewed, SecondReviewRule rule = SecondReviewRule.Everything)
    {
        var world = await TwoStages.LaunchedAsync(rule, deadline);
        await world.DecideAsync("Mia", "Priya", DecisionKind.Change, "Needs only to read", to: "Consumer");
        await world.CertifyAllAsync("Mia");
        await world.SignOffAsync("Mia");
        await world.FollowAsync();
        return world;
    }

    private static async Task<List<Removal>> RemovalsAsync(CampaignWorld world)
    {
        await using var db = world.Database.Look();
        return await db.Removals.AsNoTracking().OrderBy(r => r.Number).ToListAsync();
    }
}
