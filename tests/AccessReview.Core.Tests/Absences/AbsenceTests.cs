using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Absences;

/// <summary>Who is away names who reviews for them; a third person agrees; what is undecided goes and comes back.</summary>
public sealed class AbsenceTests
{
    // The worlds' day is 2026-11-23.
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public async Task An_approved_absence_gives_what_is_undecided_to_the_delegate_for_the_one_who_is_away()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Require();
        (await StateAsync(world, "Mia", "Mia", "Noa")).Require();
        await FollowAsync(world);
        Assert.Equal(world.World["Mia"], (await world.TurnAsync("Tim")).ReviewerId);

        await ApproveAsync(world, "Owen");
        await FollowAsync(world);
        await FollowAsync(world);
        var tim = await world.TurnAsync("Tim");
        Assert.Equal((world.World["Noa"], world.World["Mia"], ReviewerBasis.Manager), (tim.ReviewerId, tim.ForId!.Value, tim.Basis));
        var sami = await world.TurnAsync("Sami");
        Assert.Equal((world.World["Mia"], (long?)null), (sami.ReviewerId, sami.ForId));
        Assert.True(await world.CountsTieAsync());
        Assert.Equal("Mia", Assert.Single(await world.Database.Get<ReviewQueue>().RowsAsync(world.World.As("Noa"), [tim.Id], default)).For);
        Assert.Contains("delegate of Mia", (await world.Database.Get<ItemStory>().RunAsync(world.World.As("Noa"), tim.Id, default)).Require().Basis, StringComparison.Ordinal);
        Assert.Equal(["Mia"], Assert.Single(await world.Database.Get<MyReviews>().RunAsync(world.World.As("Noa"), default)).For);
        Assert.Equal(Problem.DeniedCode, (await world.DecideAsync("Mia", "Tim", DecisionKind.Certify)).Problem?.Code);
    }

    [Fact]
    public async Task Whoever_is_away_is_told_who_reviews_for_them_and_until_when_and_is_thanked_for_nothing()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var mia = world.World.As("Mia");
        (await StateAsync(world, "Owen", "Mia", "Noa")).Require();
        await FollowAsync(world);
        var (head, mine) = await MineAsync();
        var standIn = new StandIn("Noa", 10, Today.AddDays(7));
        Assert.Equal((0, 0, standIn), (head.Total, head.ToSign, head.StandIn));
        Assert.Equal((0, standIn), (Assert.Single(mine).Total, mine[0].StandIn));

        await EndAsync(world, "Mia");
        await FollowAsync(world);
        (head, mine) = await MineAsync();
        Assert.Equal((10, null), (head.Total, head.StandIn));
        Assert.Equal((10, null), (Assert.Single(mine).Total, mine[0].StandIn));

        async Task<(ReviewHead Head, IReadOnlyList<MyReview> Mine)> MineAsync() =>
            ((await world.Database.Get<ReadReviewHead>().RunAsync(mia, 1, default)).Require(), await world.Database.Get<MyReviews>().RunAsync(mia, default));
    }

    [Fact]
    public async Task What_the_delegate_decided_is_signed_by_the_delegate_for_the_one_who_was_away_and_the_rest_comes_back()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await StateAsync(world, "Mia", "Mia", "Noa")).Require();
        await ApproveAsync(world, "Owen");
        await FollowAsync(world);
        (await world.DecideAsync("Noa", "Tim", DecisionKind.Certify)).Require();

        await EndAsync(world, "Mia");
        await FollowAsync(world);
        Assert.Equal(world.World["Noa"], (await world.TurnAsync("Tim")).ReviewerId);
        var rob = await world.TurnAsync("Rob");
        Assert.Equal((world.World["Mia"], (long?)null), (rob.ReviewerId, rob.ForId));
        Assert.Contains("1 of them as delegate of Mia", (await world.Database.Get<SignOffPreview>().RunAsync(world.World.As("Noa"), world.CampaignId, default)).Require().Text, StringComparison.Ordinal);
        (await world.SignAsync("Noa")).Require();
        Assert.True(await world.CountsTieAsync());
    }

    [Fact]
    public async Task The_history_names_the_delegate_who_decided_and_the_one_who_was_away_even_after_the_item_has_moved_on()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await StateAsync(world, "Mia", "Mia", "Noa")).Require();
        await ApproveAsync(world, "Owen");
        await FollowAsync(world);
        (await world.DecideAsync("Noa", "Tim", DecisionKind.Certify)).Require();
        (await world.DecideAsync("Noa", "Sami", DecisionKind.Certify)).Require();
        (await world.Database.Get<ReassignItems>().RunAsync(
            Guid.NewGuid(), world.World.As("Owen"), world.CampaignId, [(await world.TurnAsync("Sami")).Id], world.World["Owen"], "To be looked at again", default)).Require();
        (await world.DecideAsync("Owen", "Sami", DecisionKind.Certify)).Require();
        await EndAsync(world, "Mia");
        await FollowAsync(world);
        (await world.DecideAsync("Mia", "Rob", DecisionKind.Certify)).Require();

        using var book = await CampaignWorkbook.OfAsync(world.Database, 1);
        var history = book["Decision history"].Rows().Where(r => r["What"]!.StartsWith("decision", StringComparison.Ordinal)).Select(r => (r["What"], r["By"], r["For whom"]));
        Assert.Equal(
            [("decision", "Noa", "Mia"), ("decision", "Noa", "Mia"), ("decision undone", "Owen", "Mia"), ("decision", "Owen", "Owen"), ("decision", "Mia", "Mia")], history);
        Assert.All(
            book["Decision history"].Rows().Where(r => r["What"]!.StartsWith("reviewer changed: ", StringComparison.Ordinal) && r["What"] != "reviewer changed: reassigned"),
            r => Assert.Equal("Mia", r["For whom"]));
    }

    [Fact]
    public async Task What_was_decided_for_somebody_away_since_the_launch_is_theirs_in_the_history_when_they_are_back()
    {
        await using var world = await CampaignWorld.CreateAsync();
        (await world.Database.Get<StateAbsence>().RunAsync(Guid.NewGuid(), world.Owen, new AbsencePlan(world.World["Mia"], world.World["Noa"], Today, Today.AddDays(5), "Holiday"), default)).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await world.DecideAsync("Noa", "Tomas", DecisionKind.Certify);
        await world.UndoAsync("Noa", "Tomas");
        world.Database.Time.Advance(TimeSpan.FromDays(6));
        await world.FollowAsync();
        await world.DecideAsync("Mia", "Tomas", DecisionKind.Certify);

        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        var history = book["Decision history"].Rows().Where(r => r["What"]!.StartsWith("decision", StringComparison.Ordinal)).Select(r => (r["By"], r["For whom"]));
        Assert.Equal([("Noa", "Mia"), ("Noa", "Mia"), ("Mia", "Mia")], history);
    }

    [Fact]
    public async Task Decisions_says_for_whom_the_delegate_of_a_second_reviewer_decides()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.CertifyAllAsync("Mia");
        await world.FollowAsync();
        (await world.Database.Get<StateAbsence>().RunAsync(Guid.NewGuid(), world.Owen, new AbsencePlan(world.World["Noa"], world.World["Ada"], Today, Today.AddDays(5), "Holiday"), default)).Require();
        await world.FollowAsync();

        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        Assert.All(book["Decisions"].Rows(), r => Assert.Equal(("Ada", "Noa", "Manager"), (r["Second reviewer"], r["Second reviewer for whom"], r["Reviewer basis"])));
    }

    [Fact]
    public async Task What_the_delegate_may_not_review_stays()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await StateAsync(world, "Mia", "Mia", "Tim")).Require();
        await ApproveAsync(world, "Owen");
        await FollowAsync(world);
        Assert.Equal(world.World["Mia"], (await world.TurnAsync("Tim")).ReviewerId);
        Assert.Equal(world.World["Tim"], (await world.TurnAsync("Rob")).ReviewerId);
        await using var db = world.Database.Look();
        var events = await db.AuditEvents.CountAsync();
        await FollowAsync(world);
        Assert.Equal(events, await db.AuditEvents.CountAsync());
    }

    [Fact]
    public async Task A_third_person_agrees_their_manager_or_a_campaign_owner()
    {
        await using var world = await ReviewWorld.CreateAsync();
        Assert.False((await StateAsync(world, "Rob", "Rob", "Tim")).Require());
        Assert.Equal(Problem.DeniedCode, (await TryApproveAsync(world, "Rob")).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await TryApproveAsync(world, "Tim")).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await TryApproveAsync(world, "Noa")).Problem?.Code);
        (await TryApproveAsync(world, "Mia")).Require();
        Assert.Equal("absence.over", (await TryApproveAsync(world, "Owen")).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await StateAsync(world, "Rob", "Mia", "Noa")).Problem?.Code);

        // Who states it for another and may agree has agreed; for themselves nobody has.
        Assert.True((await StateAsync(world, "Owen", "Mia", "Noa")).Require());
        Assert.False((await StateAsync(world, "Owen", "Owen", "Zoe")).Require());
    }

    [Fact]
    public async Task Nothing_is_passed_on_twice()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await StateAsync(world, "Owen", "Mia", "Noa")).Require();
        Assert.Equal("absence.clash", (await StateAsync(world, "Owen", "Mia", "Zoe")).Problem?.Code);
        Assert.Equal("absence.clash", (await StateAsync(world, "Owen", "Noa", "Zoe")).Problem?.Code);
        Assert.Equal("absence.clash", (await StateAsync(world, "Owen", "Zoe", "Mia")).Problem?.Code);
        Assert.Equal("absence.self", (await StateAsync(world, "Owen", "Zoe", "Zoe")).Problem?.Code);
        Assert.Equal("reviewer.left", (await StateAsync(world, "Owen", "Zoe", "Vera")).Problem?.Code);
        Assert.Equal("absence.days", (await StateAsync(world, "Owen", "Zoe", "Rob", Today.AddDays(-9), Today.AddDays(-1))).Problem?.Code);
        Assert.Equal("absence.days", (await StateAsync(world, "Owen", "Zoe", "Rob", DateOnly.MaxValue, DateOnly.MaxValue)).Problem?.Code);
        (await StateAsync(world, "Owen", "Noa", "Zoe", Today.AddDays(30), Today.AddDays(40))).Require();
    }

    [Fact]
    public async Task An_absence_counts_on_its_days_only()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await StateAsync(world, "Owen", "Mia", "Noa", Today.AddDays(2), Today.AddDays(3))).Require();
        await FollowAsync(world);
        Assert.Null((await world.TurnAsync("Rob")).ForId);
        world.Database.Time.Advance(TimeSpan.FromDays(2));
        await FollowAsync(world);
        Assert.Equal(world.World["Noa"], (await world.TurnAsync("Rob")).ReviewerId);
        world.Database.Time.Advance(TimeSpan.FromDays(2));
        await FollowAsync(world);
        Assert.Equal(world.World["Mia"], (await world.TurnAsync("Rob")).ReviewerId);
        await using var db = world.Database.Look();
        Assert.Equal([ReviewerBasis.Delegate, ReviewerBasis.Returned], (await db.Reassignments.OrderBy(r => r.Id).Select(r => r.Basis).ToListAsync()).Distinct());
    }

    [Fact]
    public async Task A_preview_gives_the_items_of_somebody_away_to_their_delegate_and_says_so()
    {
        await using var world = await CampaignWorld.CreateAsync();
        Assert.All(await world.ItemsAsync(), i => Assert.Equal(world.World["Mia"], i.ReviewerId));
        (await world.Database.Get<StateAbsence>().RunAsync(Guid.NewGuid(), world.Owen, new AbsencePlan(world.World["Mia"], world.World["Tomas"], Today, Today.AddDays(5), "Holiday"), default)).Require();

        Assert.All(await world.ItemsAsync("Viktor"), i => Assert.Equal((world.World["Tomas"], world.World["Mia"], ReviewerBasis.Manager), (i.ReviewerId!.Value, i.ForId!.Value, i.Basis)));
        var own = Assert.Single(await world.ItemsAsync("Tomas"));
        Assert.Equal((world.World["Owen"], (long?)null, FallbackReason.Away), (own.ReviewerId!.Value, own.ForId, own.Fallback));
        var plan = (await world.Database.Get<PlanPage>().RunAsync(world.Owen, world.Number, default)).Require();
        Assert.Equal("Mia", plan.Reviewers.Single(r => r.PersonId == world.World["Tomas"]).For);
        Assert.All(plan.Rerouted, r => Assert.Equal(FallbackReason.Away, r.Reason));
        (await world.LaunchAsync()).Require();
        await using var db = world.Database.Look();
        Assert.Equal(4, await db.ReviewTurns.CountAsync(t => t.ForId == world.World["Mia"]));
    }

    [Fact]
    public async Task Everybody_sees_what_concerns_them()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await StateAsync(world, "Rob", "Rob", "Tim")).Require();
        async Task<AbsenceLine?> Seen(string by) => (await world.Database.Get<AbsenceList>().RunAsync(world.World.As(by), default)).Lines.SingleOrDefault();
        Assert.True(await Seen("Rob") is { MayApprove: false, MayEnd: true, State: AbsenceState.Waiting });
        Assert.True(await Seen("Tim") is { MayApprove: false, MayEnd: true });
        Assert.True(await Seen("Mia") is { MayApprove: true, MayEnd: false });
        Assert.True(await Seen("Owen") is { MayApprove: true, MayEnd: true });
        Assert.Null(await Seen("Sami"));
    }

    private static Task<Outcome<bool>> StateAsync(ReviewWorld world, string by, string person, string standIn, DateOnly? from = null, DateOnly? until = null) =>
        world.Database.Get<StateAbsence>().RunAsync(
            Guid.NewGuid(), world.World.As(by), new AbsencePlan(world.World[person], world.World[standIn], from ?? Today, until ?? Today.AddDays(7), "Holiday"), default);

    private static async Task<long> NewestAsync(ReviewWorld world)
    {
        await using var db = world.Database.Look();
        return await db.Absences.MaxAsync(a => a.Id);
    }

    private static async Task<Outcome<Done>> TryApproveAsync(ReviewWorld world, string by) =>
        await world.Database.Get<ApproveAbsence>().RunAsync(Guid.NewGuid(), world.World.As(by), await NewestAsync(world), default);

    private static async Task ApproveAsync(ReviewWorld world, string by) => (await TryApproveAsync(world, by)).Require();

    private static async Task EndAsync(ReviewWorld world, string by) =>
        (await world.Database.Get<EndAbsence>().RunAsync(Guid.NewGuid(), world.World.As(by), await NewestAsync(world), default)).Require();

    private static Task FollowAsync(ReviewWorld world) => world.Database.Get<FollowUps>().RunAsync(default);
}
