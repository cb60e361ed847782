using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>A second reviewer is somebody else than the first, and than whom the first stands in for.</summary>
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
        Assert.Equal(1, (await world.AskAsync("Owen")).Require());
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
