using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Matching;
using AccessReview.Core.Overview;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>No item is left with nobody for its second review: what the product gives away keeps somebody for it, and where nobody may have it the owner is told
/// and names somebody.</summary>
public sealed class LastSecondReviewerTests
{
    // The world's day is 2026-11-23.
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public async Task Nobody_is_given_the_first_review_who_alone_could_do_the_second()
    {
        await using var world = await OwnerSecondAsync();
        await AwayAsync(world, "Mia", standIn: "Owen");
        await world.FollowAsync();
        var first = await world.TurnAsync("Viktor");
        Assert.Equal(world.World["Mia"], first.ReviewerId);
        Assert.Equal("reviewer.only-second", (await GiveAsync(world, first, "Owen")).Problem?.Code);

        (await GiveAsync(world, first, "Noa")).Require();
        await world.DecideAsync("Noa", "Viktor", DecisionKind.Certify);
        await world.FollowAsync();
        Assert.Equal(world.World["Owen"], (await world.TurnAsync("Viktor", 2)).ReviewerId);
    }

    [Fact]
    public async Task What_is_held_for_somebody_goes_back_to_them_though_everybody_else_who_could_do_the_second_review_has_left()
    {
        await using var world = await OwnerSecondAsync(fallback: "Mia", second: "Noa");
        await AwayAsync(world, "Mia", standIn: "Ada");
        await world.FollowAsync();
        Assert.Equal(world.World["Ada"], (await world.TurnAsync("Viktor")).ReviewerId);
        await world.World.LeaveAsync("Noa");
        await world.World.LeaveAsync("Owen");
        world.Database.Time.Advance(TimeSpan.FromDays(7));
        await world.FollowAsync();
        Assert.Equal(world.World["Mia"], (await world.TurnAsync("Viktor")).ReviewerId);
    }

    [Fact]
    public async Task The_fallback_reviews_a_second_time_where_neither_the_planned_nor_an_owner_may()
    {
        await using var world = await OwnerSecondAsync(fallback: "Noa");
        (await GiveAsync(world, await world.TurnAsync("Viktor"), "Owen")).Require();
        await world.DecideAsync("Owen", "Viktor", DecisionKind.Certify);
        await world.FollowAsync();
        Assert.Equal(world.World["Noa"], (await world.TurnAsync("Viktor", 2)).ReviewerId);
    }

    [Fact]
    public async Task An_item_whose_second_review_finds_nobody_is_told_to_its_owner_who_names_somebody()
    {
        await using var world = await OwnerSecondAsync();
        (await world.Database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), await AccountOfAsync(world, "Tomas"), world.World["Owen"], "His second login", default)).Require();
        await world.DecideAsync("Mia", "Tomas", DecisionKind.Certify);
        await world.DecideAsync("Mia", "Viktor", DecisionKind.Certify);
        await world.FollowAsync();
        world.Database.Time.Advance(TimeSpan.FromMinutes(11));

        Assert.Contains("1 item of Heap, Q4 2026 waits for a second review that nobody was found for: name somebody", await NowAsync(world));
        Assert.Equal(1, (await world.Database.Get<CampaignPage>().RunAsync(world.Owen, world.Number, default)).Require().WithoutSecond);
        var shown = (await world.Database.Get<CampaignItems>().RunAsync(world.Owen, world.Number, new ItemFilter(Why: ItemWhy.Nobody), 0, 10, default)).Require();
        Assert.Equal((await world.TurnAsync("Tomas")).Id, Assert.Single(shown.Items).TurnId);
        Assert.Equal("second.nothing", (await NameAsync(world, "Mia")).Problem?.Code);

        Assert.Equal(1, (await NameAsync(world, "Noa")).Require());
        Assert.Equal((world.World["Noa"], ReviewerBasis.Named), ((await world.TurnAsync("Tomas", 2)).ReviewerId, (await world.TurnAsync("Tomas", 2)).Basis));
        Assert.DoesNotContain(await NowAsync(world), w => w.Contains("nobody was found for", StringComparison.Ordinal));
        Assert.True(await world.TiesAsync());
        await world.SoundAsync();
    }

    [Fact]
    public async Task The_closing_list_says_that_items_are_before_nobody()
    {
        await using var world = await OwnerSecondAsync();
        (await world.Database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), await AccountOfAsync(world, "Tomas"), world.World["Owen"], "His second login", default)).Require();
        await world.CertifyAllAsync("Mia");
        await world.FollowAsync();
        await world.CertifyAllAsync("Owen", stage: 2);
        Assert.Equal("1 item is not decided, before nobody. Of these, one of two reviewers has decided 1, and the other not.", (await world.ViewAsync()).Checklist.Single(l => l.Item == ChecklistItem.Decided).Words);
    }

    // Owen owns Heap and the campaign, and is the second reviewer as the application's owner.
    private static async Task<CampaignWorld> OwnerSecondAsync(string? fallback = null, string? second = null)
    {
        var world = await CampaignWorld.CreateAsync();
        if (fallback is not null)
        {
            (await world.Database.Get<ChangeCampaignApplication>().RunAsync(
                Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, CampaignScope.Default with { FallbackReviewerId = world.World[fallback] }, null, default)).Require();
        }

        (await world.SecondAsync(SecondReviewRule.Everything, second)).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        return world;
    }

    private static async Task<long> AccountOfAsync(CampaignWorld world, string holder)
    {
        await using var db = world.Database.Look();
        var person = world.World[holder];
        return await db.ReviewItems.Where(i => i.HolderId == person && i.GroupId == null).Select(i => i.AccountId).SingleAsync();
    }

    private static async Task<IReadOnlyList<string>> NowAsync(CampaignWorld world) => [.. (await world.Database.Get<ReadOverview>().RunAsync(world.Owen, default)).Now.Select(n => n.Sentence)];

    private static Task<Outcome<int>> NameAsync(CampaignWorld world, string who) =>
        world.Database.Get<NameSecondReviewer>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World[who], default);

    private static Task<Outcome<bool>> AwayAsync(CampaignWorld world, string who, string standIn) => world.Database.Get<StateAbsence>().RunAsync(
        Guid.NewGuid(), world.Owen, new AbsencePlan(world.World[who], world.World[standIn], Today, Today.AddDays(5), "Holiday"), default);

    private static Task<Outcome<DecideAnswer>> GiveAsync(CampaignWorld world, ReviewTurn turn, string to) =>
        world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.Owen, turn.CampaignId, [turn.Id], world.World[to], "On leave", default);
}
