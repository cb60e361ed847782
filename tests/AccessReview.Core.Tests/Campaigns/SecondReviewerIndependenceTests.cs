using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
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
