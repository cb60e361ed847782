using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Overview;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>A second reviewer is somebody else than the first and than whom the first stands in for, and the policy on independence holds for them too.</summary>
public sealed class SecondReviewerIndependenceTests
{
    // The world's day is 2026-11-23.
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public async Task Whom_the_first_stands_in_for_is_not_planned_as_the_second()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await AwayAsync(world, "Mia", standIn: "Tomas");
        (await world.SecondAsync(SecondReviewRule.Everything, "Mia")).Require();
        Assert.All(await world.ItemsAsync("Viktor"), i => Assert.Equal((world.World["Tomas"], world.World["Owen"]), (i.ReviewerId!.Value, i.SecondId!.Value)));
    }

    [Fact]
    public async Task Whom_the_first_stands_in_for_gets_it_neither_when_it_opens_nor_later()
    {
        await using var world = await TwoStages.LaunchedAsync();
        var first = await world.TurnAsync("Viktor");
        (await GiveAsync(world, first, "Noa")).Require();
        await AwayAsync(world, "Noa", standIn: "Tomas");
        await world.FollowAsync();
        await world.DecideAsync("Tomas", "Viktor", DecisionKind.Certify);
        await world.FollowAsync();
        var second = await world.TurnAsync("Viktor", 2);
        Assert.Equal(world.World["Owen"], second.ReviewerId);
        Assert.Equal("reviewer.other-stage", (await GiveAsync(world, second, "Noa")).Problem?.Code);
    }

    [Fact]
    public async Task Whom_the_first_stood_in_for_is_not_asked_about_hasty_items()
    {
        await using var world = await TwoStages.LaunchedAsync(SecondReviewRule.None);
        await AwayAsync(world, "Mia", standIn: "Noa");
        await world.FollowAsync();
        await HastyAsync(world, by: "Noa");
        Assert.Equal("second.nothing", (await world.AskAsync("Mia")).Problem?.Code);
        Assert.Equal(1, (await world.AskAsync("Owen")).Require().Flagged);
    }

    [Fact]
    public async Task Both_turns_of_an_item_are_not_given_to_one_person_in_one_act()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.CertifyAllAsync("Mia");
        await world.FollowAsync();
        var (first, second) = (await world.TurnAsync("Viktor"), await world.TurnAsync("Viktor", 2));
        var answer = (await world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.Owen, first.CampaignId, [first.Id, second.Id], world.World["Tomas"], "On leave", default)).Require();
        Assert.Equal((1, "reviewer.other-stage"), (answer.Saved, answer.Items.Single(i => i.Kind == ItemAnswerKind.Refused).Code));
    }

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

    [Theory]
    [InlineData(IndependenceRule.Recorded, "Zoe")]
    [InlineData(IndependenceRule.Rerouted, "Owen")]
    [InlineData(IndependenceRule.Prevented, "Owen")]
    public async Task An_administrator_who_would_review_another_a_second_time(IndependenceRule rule, string second)
    {
        await using var world = await AdministratorsAsync(new Policy { AdministratorsReview = rule });
        Assert.Equal(world.World[second], Assert.Single(await world.ItemsAsync("Priya")).SecondId);
        Assert.Equal(world.World["Zoe"], Assert.Single(await world.ItemsAsync("Tomas")).SecondId);
        (await world.LaunchAsync()).Require();
    }

    [Theory]
    [InlineData(IndependenceRule.Rerouted)]
    [InlineData(IndependenceRule.Prevented)]
    public async Task Where_only_administrators_could_be_the_second_it_is_recorded_or_the_launch_waits(IndependenceRule rule)
    {
        await using var world = await AdministratorsAsync(new Policy { AdministratorsReview = rule }, new TestAccount("Owen", "Admin", Finding.Privileged));
        if (rule == IndependenceRule.Prevented)
        {
            Assert.Equal("gate.second", (await world.RefusedAsync()).Code);
            return;
        }

        Assert.Equal(world.World["Zoe"], Assert.Single(await world.ItemsAsync("Priya")).SecondId);
        (await world.LaunchAsync()).Require();
        await world.DecideAsync("Mia", "Priya", DecisionKind.Certify, "Runs Heap");
        await world.FollowAsync();
        Assert.Equal(world.World["Zoe"], (await world.TurnAsync("Priya", 2)).ReviewerId);
    }

    [Theory]
    [InlineData(IndependenceRule.Recorded, "Noa")]
    [InlineData(IndependenceRule.Rerouted, "Owen")]
    [InlineData(IndependenceRule.Prevented, "Owen")]
    public async Task A_second_reviewer_whose_access_the_holder_reviews(IndependenceRule rule, string second)
    {
        // Tomas reviews Noa's access, so she is not the second over his.
        await using var world = await ReciprocalAsync(new Policy { ReciprocalReview = rule }, tomasManages: true);
        Assert.Equal(world.World[second], Assert.Single(await world.ItemsAsync("Tomas")).SecondId);
        Assert.Equal(world.World["Noa"], Assert.Single(await world.ItemsAsync("Viktor")).SecondId);
        (await world.LaunchAsync()).Require();
    }

    [Fact]
    public async Task Whom_the_policy_bars_since_the_launch_is_passed_over_when_a_second_review_opens()
    {
        await using var world = await ReciprocalAsync(new Policy { ReciprocalReview = IndependenceRule.Prevented }, tomasManages: false);
        Assert.Equal(world.World["Noa"], Assert.Single(await world.ItemsAsync("Tomas")).SecondId);
        (await world.LaunchAsync()).Require();
        (await GiveAsync(world, await world.TurnAsync("Noa"), "Tomas")).Require();
        await world.DecideAsync("Mia", "Tomas", DecisionKind.Certify);
        await world.FollowAsync();
        Assert.Equal(world.World["Owen"], (await world.TurnAsync("Tomas", 2)).ReviewerId);
    }

    [Fact]
    public async Task Whom_the_policy_bars_is_not_asked_about_hasty_items()
    {
        await using var world = await AdministratorsAsync(new Policy { AdministratorsReview = IndependenceRule.Prevented });
        (await world.SecondAsync(SecondReviewRule.None, null)).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await HastyAsync(world, by: "Mia");
        Assert.Equal("second.nothing", (await world.AskAsync("Zoe")).Problem?.Code);
        Assert.Equal(1, (await world.AskAsync("Noa")).Require().Flagged);
    }

    // Owen owns Heap and the campaign, and is the second reviewer as the application's owner.
    private static async Task<CampaignWorld> OwnerSecondAsync(string? fallback = null)
    {
        var world = await CampaignWorld.CreateAsync();
        if (fallback is not null)
        {
            (await world.Database.Get<ChangeCampaignApplication>().RunAsync(
                Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, CampaignScope.Default with { FallbackReviewerId = world.World[fallback] }, null, default)).Require();
        }

        (await world.SecondAsync(SecondReviewRule.Everything, null)).Require();
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

    // Zoe and Priya administer Heap, Mia reviews, and Zoe is named for the second review.
    private static async Task<CampaignWorld> AdministratorsAsync(Policy policy, params TestAccount[] others)
    {
        var world = await CampaignWorld.CreateAsync(
            ["Priya", "Tomas", "Zoe"], [], null, null, [new TestAccount("Zoe", "Admin", Finding.Privileged), new TestAccount("Priya", "Admin", Finding.Privileged), new TestAccount("Tomas"), .. others]);
        await IndependenceTests.SetAsync(world, policy);
        (await world.SecondAsync(SecondReviewRule.Everything, "Zoe")).Require();
        return world;
    }

    // Noa is named for the second review of everybody's access, her own aside.
    private static async Task<CampaignWorld> ReciprocalAsync(Policy policy, bool tomasManages)
    {
        var world = await CampaignWorld.CreateAsync(["Tomas", "Viktor"], [], null, null, new TestAccount("Noa"), new TestAccount("Tomas"), new TestAccount("Viktor"));
        await IndependenceTests.ManagedAsync(world, "Noa", by: tomasManages ? "Tomas" : "Viktor");
        await IndependenceTests.SetAsync(world, policy);
        (await world.SecondAsync(SecondReviewRule.Everything, "Noa")).Require();
        return world;
    }

    private static Task<Outcome<bool>> AwayAsync(CampaignWorld world, string who, string standIn) => world.Database.Get<StateAbsence>().RunAsync(
        Guid.NewGuid(), world.Owen, new AbsencePlan(world.World[who], world.World[standIn], Today, Today.AddDays(5), "Holiday"), default);

    private static Task<Outcome<DecideAnswer>> GiveAsync(CampaignWorld world, ReviewTurn turn, string to) =>
        world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.Owen, turn.CampaignId, [turn.Id], world.World[to], "On leave", default);

    // Priya's privileged account, certified in a second.
    private static async Task HastyAsync(CampaignWorld world, string by)
    {
        await world.DecideAsync(by, "Priya", DecisionKind.Certify, "Runs Heap");
        await world.UpdateAsync((db, seq) => db.Decisions.ExecuteUpdateAsync(s => s.SetProperty(d => d.Seconds, 1).SetProperty(d => d.EventSeq, seq)));
    }
}
