using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>What a reviewer is told of a campaign that has ended.</summary>
public sealed class ReviewEndTests
{
    [Fact]
    public async Task A_close_says_who_closed_it_and_how_many_of_the_readers_items_were_not_reviewed()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        Assert.Null((await HeadAsync(world)).End);
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2);
        (await world.CloseAsync()).Require();
        var head = await HeadAsync(world);
        Assert.Equal((CampaignState.Closed, "Owen", 3), (head.Ended!.Value, head.End!.By, head.End.NotReviewed));
        Assert.Equal(Clock.DayIn(world.Database.Time.Now(), TimeZoneInfo.FindSystemTimeZoneById(head.TimeZone)), head.End.Day);
    }

    [Fact]
    public async Task What_the_deadline_revoked_was_not_left_unreviewed()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        (await world.CloseAsync()).Require();
        var head = await HeadAsync(world);
        Assert.Equal((5, 0), (head.ByDeadline, head.End!.NotReviewed));
    }

    [Fact]
    public async Task A_campaign_that_was_given_up_has_ended_too()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, "Begun by mistake", default)).Require();
        var head = await HeadAsync(world);
        Assert.Equal((CampaignState.Cancelled, "Owen", 5, 0), (head.Ended!.Value, head.End!.By, head.Left, head.End.NotReviewed));
    }

    private static async Task<ReviewHead> HeadAsync(CampaignWorld world) => (await world.Database.Get<ReadReviewHead>().RunAsync(world.World.As("Mia"), world.Number, default)).Require();
}
