using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>Where nobody decided in the first of two stages and the deadline revoked, who looks later reads that nobody did.</summary>
public sealed class RevokedByTheDeadlineTests
{
    [Fact]
    public async Task The_story_of_the_next_review_and_the_history_of_the_account_say_that_the_deadline_revoked_it()
    {
        await using var world = await TwoStages.LaunchedAsync(deadline: DeadlineRule.Revoke);
        // The readings of the first review are good enough for the next: its day comes at once.
        await world.SeedAsync(async scope => (await scope.Db.Campaigns.AsTracking().SingleAsync()).DueAt = scope.At.AddMinutes(-1));
        (await world.CloseAsync()).Require();
        world.Database.Time.Advance(TimeSpan.FromHours(1));
        await world.FollowAsync();
        var next = (await world.Database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), world.Owen, CampaignWorld.Plan with { Name = "Heap again" }, default)).Require();
        (await world.Database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), world.Owen, next, world.World.ApplicationId, CampaignWorld.Scope, default)).Require();
        (await world.Database.Get<PreviewCampaign>().RunAsync(world.Owen, next, default)).Require();
        (await world.Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), world.Owen, next, default)).Require();

        await using var db = world.Database.Look();
        var tomas = world.World["Tomas"];
        var item = await db.ReviewItems.SingleAsync(i => i.HolderId == tomas && db.Campaigns.Any(c => c.Id == i.CampaignId && c.Number == next));
        var turn = await db.ReviewTurns.Where(t => t.ItemId == item.Id).Select(t => t.Id).SingleAsync();
        var past = Assert.Single((await world.Database.Get<ItemStory>().RunAsync(world.World.As("Mia"), turn, default)).Require().Past);
        Assert.Equal((OutcomeKind.Revoked, "the deadline"), (past.Kind, past.By));
        var history = Assert.Single((await Core.Directories.PastDecisions.OfAsync(db, [item.AccountId], default)).Newest);
        Assert.Equal((DecisionKind.Revoke, "the deadline"), (history.Kind, history.By));
    }
}
