using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>What the deadline does was chosen at launch, and the day was named to everybody: a campaign that is closed before it lets nobody down.</summary>
public sealed class CloseEarlyTests
{
    [Fact]
    public async Task Nothing_is_revoked_by_a_deadline_that_has_not_come()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2);
        var early = await world.ViewAsync();
        var refused = await EarlyAsync(world, early);
        Assert.Equal("close.early", refused?.Code);
        Assert.StartsWith("3 items are not decided, and there is time until 4 Dec 2026: ", refused!.Sentence, StringComparison.Ordinal);
        Assert.Equal(refused, early.NotYet);
        await using (var db = world.Database.Look())
        {
            Assert.Equal((CampaignState.Active, 2), (await db.Campaigns.Select(c => c.State).SingleAsync(), await db.Decisions.CountAsync()));
            Assert.False(await db.Removals.AnyAsync());
        }

        // The day itself is theirs to its end, where the campaign is held.
        world.Database.Time.SetUtcNow(new DateTimeOffset(2026, 12, 4, 22, 59, 0, TimeSpan.Zero));
        Assert.Equal("close.early", (await EarlyAsync(world, await world.ViewAsync()))?.Code);
        world.Database.Time.SetUtcNow(new DateTimeOffset(2026, 12, 4, 23, 1, 0, TimeSpan.Zero));
        Assert.Null((await world.ViewAsync()).NotYet);
        (await world.CloseAsync()).Require();
        await using var closed = world.Database.Look();
        Assert.Equal(3, await closed.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.Revoked));
    }

    [Fact]
    public async Task More_days_for_the_reviewers_move_the_first_day_of_closing_too()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        (await world.Database.Get<ExtendDeadline>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, new(2026, 12, 11), "Half of them were away", default)).Require();
        world.Database.Time.SetUtcNow(new DateTimeOffset(2026, 12, 5, 12, 0, 0, TimeSpan.Zero));
        Assert.Contains(" until 11 Dec 2026: ", (await EarlyAsync(world, await world.ViewAsync()))?.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_its_day_a_campaign_is_closed_where_everything_is_decided_or_silence_revokes_nothing()
    {
        await using var decided = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        await decided.DecideAsync(DecisionKind.Certify, "Mia", 1, 2, 3, 4, 5);
        Assert.Null(await EarlyAsync(decided, await decided.ViewAsync()));
        await using var harmless = await ClosingWorld.LaunchedAsync();
        Assert.Null(await EarlyAsync(harmless, await harmless.ViewAsync()));
    }

    private static async Task<Problem?> EarlyAsync(CampaignWorld world, CloseView view)
    {
        List<StatedException> stated = [.. view.Exceptions.Select(e => new StatedException(e.Kind, "Known and followed up", world.World["Noa"], new DateOnly(2026, 12, 20)))];
        return (await world.Database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, new CloseInput(view.Statement, "The access is in order.", stated), default)).Problem;
    }
}
