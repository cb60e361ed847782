using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Evidence.Samples;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.Removals;
using AccessReview.Core.Tests.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Absences;

/// <summary>Wherever a delegate is named as who reviews or decided, it is said for whom.</summary>
public sealed class ForWhomTests
{
    // The worlds' day is 2026-11-23.
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public async Task The_list_of_items_the_sample_and_its_sheet_name_who_is_away_beside_the_delegate()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Require();
        await AwayAsync(world);
        var owen = world.World.As("Owen");
        var items = (await world.Database.Get<CampaignItems>().RunAsync(owen, 1, new ItemFilter(), 0, 100, default)).Require().Items;
        Assert.Equal(["Mia", "Noa, for Mia"], items.Select(i => i.Reviewer).Distinct().Order());

        await world.World.GrantAsync("Rob", Core.Roles.Role.Auditor);
        (await world.Database.Get<DrawSample>().RunAsync(Guid.NewGuid(), world.World.As("Rob"), 1, SamplePopulation.All, 10, "q4", default)).Require();
        var sample = (await world.Database.Get<SampleList>().RunAsync(owen, 1, null, default)).Require().Items;
        Assert.Equal(items.Select(i => (i.Name, i.Reviewer)).Order(), sample.Select(i => (i.Name, i.Reviewer)).Order());
        using var book = await CampaignWorkbook.OfAsync(world.Database, 1);
        Assert.Equal(
            items.Select(i => (i.Name, i.Reviewer == "Mia" ? "does not apply" : "Mia")).Order(),
            book["Auditor sample"].Rows().Select(r => (r["Item id"]!, r["Reviewer for whom"] is { Length: > 0 } away ? away : "does not apply")).Order());
    }

    [Fact]
    public async Task A_second_reviewers_delegate_is_named_with_the_one_who_is_away()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.CertifyAllAsync("Mia");
        await world.FollowAsync();
        (await world.Database.Get<StateAbsence>().RunAsync(Guid.NewGuid(), world.Owen, new AbsencePlan(world.World["Noa"], world.World["Ada"], Today, Today.AddDays(5), "Holiday"), default)).Require();
        await world.FollowAsync();
        var items = (await world.Database.Get<CampaignItems>().RunAsync(world.Owen, world.Number, new ItemFilter(), 0, 100, default)).Require().Items;
        Assert.All(items, i => Assert.Equal("Mia, then Ada, for Noa", i.Reviewer));
    }

    [Fact]
    public async Task A_past_decision_says_for_whom_its_delegate_decided_and_what_went_with_an_account_says_it_of_nobody_else()
    {
        await using var world = await CampaignWorld.CreateAsync();
        (await world.Database.Get<StateAbsence>().RunAsync(Guid.NewGuid(), world.Owen, new AbsencePlan(world.World["Mia"], world.World["Noa"], Today, Today.AddDays(2), "Holiday"), default)).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await world.DecideAsync("Noa", "Tomas", DecisionKind.Certify);

        // Owen takes Viktor's account over and revokes it: its teams, which are Noa's for Mia, go with it by his act.
        var viktor = await world.TurnAsync("Viktor");
        (await world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.Owen, viktor.CampaignId, [viktor.Id], world.World["Owen"], "To be looked at again", default)).Require();
        await world.DecideAsync("Owen", "Viktor", DecisionKind.Revoke, "Moved on");
        await using var db = world.Database.Look();
        var accounts = await db.ReviewItems.Where(i => i.GroupId == null).ToDictionaryAsync(i => i.HolderId!.Value, i => i.AccountId);
        var past = (await PastDecisions.OfAsync(db, [.. accounts.Values], default)).Newest;
        Assert.Equal(("Noa", "Mia"), past.Where(d => d.AccountId == accounts[world.World["Tomas"]]).Select(d => (d.By, d.For)).Single());
        Assert.All(past.Where(d => d.AccountId == accounts[world.World["Viktor"]]), d => Assert.Equal(("Owen", (string?)null), (d.By, d.For)));

        (await world.CloseAsync()).Require();
        world.Database.Time.Advance(TimeSpan.FromDays(3));
        await world.FollowAsync();
        var next = (await world.Database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), world.Owen, CampaignWorld.Plan with { Name = "Heap again" }, default)).Require();
        (await world.Database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), world.Owen, next, world.World.ApplicationId, CampaignWorld.Scope, default)).Require();
        (await world.Database.Get<PreviewCampaign>().RunAsync(world.Owen, next, default)).Require();
        (await world.Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), world.Owen, next, default)).Require();
        var tomas = world.World["Tomas"];
        var turn = await db.ReviewTurns.Where(t => db.ReviewItems.Any(i => i.Id == t.ItemId && i.HolderId == tomas) && db.Campaigns.Any(c => c.Id == t.CampaignId && c.Number == next)).Select(t => t.Id).SingleAsync();
        var told = Assert.Single((await world.Database.Get<ItemStory>().RunAsync(world.World.As("Mia"), turn, default)).Require().Past);
        Assert.Equal(("Noa", "Mia"), (told.By, told.For));
    }

    [Fact]
    public async Task Whoever_is_back_is_not_said_to_be_away_where_their_delegate_has_only_decided_for_them()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await AwayAsync(world);
        (await world.DecideAsync("Noa", "Tim", DecisionKind.Certify)).Require();
        Assert.Equal(["Mia"], await ForAsync());
        world.Database.Time.Advance(TimeSpan.FromDays(9));
        await world.Database.Get<FollowUps>().RunAsync(default);
        Assert.Empty(await ForAsync());

        async Task<IReadOnlyList<string>> ForAsync() => Assert.Single(await world.Database.Get<MyReviews>().RunAsync(world.World.As("Noa"), default)).For;
    }

    [Fact]
    public async Task Progress_of_a_large_campaign_says_for_whom_whatever_a_delegates_first_item_is()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Noa");
        (await world.DecideAsync("Mia", "Vera", DecisionKind.Revoke)).Require();
        await AwayAsync(world);
        Assert.Equal(["delegate of Mia, manager", "manager"], (await WhyAsync()).Split("; ").Order(StringComparer.Ordinal));
        await new RevokedWorld(world.Database, world.World).Run(async (scope, cancel) => (await scope.Db.Campaigns.AsTracking().SingleAsync(cancel)).Items = ReviewerProgress.MaxToReadAll + 1);
        Assert.Equal("manager; delegate of Mia", await WhyAsync());

        async Task<string> WhyAsync() =>
            (await world.Database.Get<CampaignPage>().RunAsync(world.World.As("Owen"), 1, default)).Require().Reviewers.Single(r => r.PersonId == world.World["Noa"]).Why;
    }

    private static async Task AwayAsync(ReviewWorld world)
    {
        (await world.Database.Get<StateAbsence>().RunAsync(
            Guid.NewGuid(), world.World.As("Owen"), new AbsencePlan(world.World["Mia"], world.World["Noa"], Today, Today.AddDays(7), "Holiday"), default)).Require();
        await world.Database.Get<FollowUps>().RunAsync(default);
    }
}
