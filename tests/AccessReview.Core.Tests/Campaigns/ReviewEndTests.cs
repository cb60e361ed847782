using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Persistence;
using AccessReview.Core.Tests.Removals;
using AccessReview.Core.Tests.Reviewing;
using Microsoft.EntityFrameworkCore;

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

    [Fact]
    public async Task A_reviewer_who_decided_and_never_signed_finds_the_campaign_among_the_ended_with_what_became_of_their_items()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2);
        Assert.Empty(await EndedAsync(world, "Mia"));
        (await world.CloseAsync()).Require();
        var ended = Assert.Single(await EndedAsync(world, "Mia"));
        Assert.Equal((world.Number, CampaignState.Closed, 5, 2, 0, 3), (ended.Number, ended.State, ended.Total, ended.Certified, ended.Revoked, ended.Left));
        Assert.Equal(("Owen", 3, 2), (ended.End.By, ended.End.NotReviewed, ended.End.Unsigned));
        Assert.Empty(await world.Database.Get<MyReviews>().RunAsync(world.World.As("Mia"), default));
        Assert.Empty(await EndedAsync(world, "Noa"));
    }

    [Fact]
    public async Task What_was_signed_for_and_what_the_deadline_decided_is_not_among_the_unsigned()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2);
        await world.SignAsync("Mia");
        (await world.CloseAsync()).Require();
        var ended = Assert.Single(await EndedAsync(world, "Mia"));
        Assert.Equal((2, 3, 3, 0, 0), (ended.Certified, ended.Revoked, ended.ByDeadline, ended.Left, ended.End.Unsigned));
    }

    [Fact]
    public async Task What_went_with_an_account_is_unsigned_of_whoever_revoked_the_account_and_of_nobody_else()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Noa");
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Works elsewhere now")).Require();
        await using var alone = await ReviewWorld.CreateAsync();
        (await alone.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Works elsewhere now")).Require();
        Assert.Equal((1, 0, 2), (await UnsignedAsync(world, "Mia"), await UnsignedAsync(world, "Noa"), await UnsignedAsync(alone, "Mia")));

        static async Task<int> UnsignedAsync(ReviewWorld world, string reviewer)
        {
            await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), 1, "Begun by mistake", default);
            return Assert.Single(await world.Database.Get<MyEndedReviews>().RunAsync(world.World.As(reviewer), default)).End.Unsigned;
        }
    }

    [Fact]
    public async Task However_many_campaigns_have_ended_what_became_of_the_readers_items_is_asked_of_all_of_them_at_once()
    {
        var asked = new AskedQueries();
        await using var database = await TestDatabase.CreateAsync(interceptor: asked);
        var world = await RevokedWorld.CreateAsync(database);
        await using var db = database.Look();
        var holder = world.World["Sami"];
        var sami = await db.ReviewTurns.SingleAsync(t => db.ReviewItems.Any(i => i.Id == t.ItemId && i.GroupId == null && i.HolderId == holder));
        (await database.Get<DecideItem>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), new ItemChoice(sami.Id, sami.EventSeq, DecisionKind.Revoke, "Works elsewhere now"), default)).Require();
        await world.CloseByDeadlineAsync();
        var (one, first) = await AskAsync();
        await world.World.LaunchAsync(number: 2);
        await world.CloseByDeadlineAsync(2);
        var (two, both) = await AskAsync();
        Assert.Equal(one, two);
        Assert.Equal([(1, 6, 4)], first.Select(e => (e.Number, e.Revoked, e.ByDeadline)));
        Assert.Equal([(1, 6, 4), (2, 6, 6)], both.Select(e => (e.Number, e.Revoked, e.ByDeadline)).Order());

        async Task<(int Asked, IReadOnlyList<EndedReview> Ended)> AskAsync()
        {
            asked.Forget();
            var ended = await database.Get<MyEndedReviews>().RunAsync(world.World.As("Mia"), default);
            return (asked.Of("ReviewTurns").Count, ended);
        }
    }

    private static Task<IReadOnlyList<EndedReview>> EndedAsync(CampaignWorld world, string reviewer) => world.Database.Get<MyEndedReviews>().RunAsync(world.World.As(reviewer), default);

    private static async Task<ReviewHead> HeadAsync(CampaignWorld world) => (await world.Database.Get<ReadReviewHead>().RunAsync(world.World.As("Mia"), world.Number, default)).Require();
}
