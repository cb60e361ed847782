using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Matching;
using AccessReview.Core.Notifications;
using AccessReview.Core.Overview;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>Nobody reviews their own access, by any route.</summary>
public sealed class OwnAccessTests
{
    [Fact]
    public async Task An_item_before_somebody_else_is_refused_and_the_refusal_is_an_event()
    {
        await using var world = await ReviewWorld.CreateAsync();
        Assert.Equal(Problem.DeniedCode, (await world.DecideAsync("Noa", "Sami", DecisionKind.Certify)).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await world.DecideAsync("Owen", "Sami", DecisionKind.Certify)).Problem?.Code);
        await using var db = world.Database.Look();
        Assert.Equal(2, await db.AuditEvents.CountAsync(e => e.Type == nameof(CommandDenied)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_match_by_hand_that_makes_the_reviewer_the_holder_stops_them_at_once_and_moves_the_item(bool decidedBefore)
    {
        await using var world = await ReviewWorld.CreateAsync();
        if (decidedBefore)
        {
            (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Require();
        }

        await MatchAsync(world, "Sami", person: "Mia", by: "Ada");
        Assert.Equal(Problem.DeniedCode, (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Problem?.Code);
        var many = (await world.DecideManyAsync("Mia", DecisionKind.Certify, accounts: ["Sami", "Tim"])).Require();
        Assert.Equal(2, many.Items.Count(i => i.Kind == ItemAnswerKind.Refused && i.Name == "Sami"));

        await world.Database.Get<FollowUps>().RunAsync(CancellationToken.None);
        var moved = await world.TurnAsync("Sami");
        Assert.Equal((world.World["Owen"], ReviewerBasis.Fallback, FallbackReason.OwnAccess, TurnState.Undecided), (moved.ReviewerId, moved.Basis, moved.Fallback, moved.State));
        Assert.True(await world.CountsTieAsync());
        (await world.DecideAsync("Owen", "Sami", DecisionKind.Certify)).Require();
    }

    [Fact]
    public async Task A_reading_that_makes_the_reviewer_the_holder_moves_the_item_and_they_sign_the_rest()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.DecideRestAsync("Mia");
        await world.ReadAsOfAsync("Sami", "Mia");
        Assert.Equal(Problem.DeniedCode, (await world.SignAsync("Mia")).Problem?.Code);

        await RerouteAsync(world);
        Assert.All(await world.AllAsync("Sami"), t => Assert.Equal((world.World["Owen"], FallbackReason.OwnAccess, TurnState.Undecided), (t.ReviewerId, t.Fallback, t.State)));
        Assert.Equal(8, (await world.SignAsync("Mia")).Require().Counts.Items);
        Assert.True(await world.CountsTieAsync());
    }

    [Fact]
    public async Task A_match_by_hand_overrules_what_a_reading_says()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await MatchAsync(world, "Sami", person: "Tim", by: "Ada");
        await world.ReadAsOfAsync("Sami", "Mia");
        await RerouteAsync(world);
        Assert.Equal(world.World["Mia"], (await world.TurnAsync("Sami")).ReviewerId);
    }

    [Fact]
    public async Task Where_nobody_else_may_have_it_the_decision_is_taken_back_the_owner_is_told_and_the_rest_is_signed()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.DecideRestAsync("Mia");
        await using var db = world.Database.Look();
        (await world.Database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), await AccountAsync(db, "Sami"), world.World["Mia"], "Her second login", default)).Require();
        await RerouteAsync(world);

        Assert.All(await world.AllAsync("Sami"), t => Assert.Equal((world.World["Mia"], TurnState.Undecided, null), (t.ReviewerId, t.State, t.DecisionId)));
        Assert.True(await world.CountsTieAsync());
        var decisions = (await world.DecisionsAsync()).Count;
        await RerouteAsync(world);
        Assert.Equal(decisions, (await world.DecisionsAsync()).Count);
        Assert.Contains("2 items of Heap, Q4 2026 need another reviewer: whoever has them holds the account, or could, or has a part in saying whose it is", await NowAsync(world));

        Assert.True((await world.Database.Get<ReadReviewHead>().RunAsync(world.World.As("Mia"), 1, default)).Require() is { Left: 2, ToSign: 8 });
        Assert.Equal(8, (await world.SignAsync("Mia")).Require().Counts.Items);
        (await ReassignAsync(world, "Owen", "Sami", "Noa")).Require();
        Assert.Contains("1 item of Heap, Q4 2026 needs another reviewer: whoever has it holds the account, or could, or has a part in saying whose it is", await NowAsync(world));
        Assert.DoesNotContain((await world.Database.Get<VerifyChain>().RunAsync(world.World.As("Owen"), null, default)).Require().Findings, f => !f.Code.StartsWith("file.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_is_left_with_their_own_access_is_asked_for_the_signature_over_the_rest_and_then_for_nothing(bool asRead)
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.DecideRestAsync("Mia");
        await using var db = world.Database.Look();
        var (sami, mia) = (await AccountAsync(db, "Sami"), world.World["Mia"]);
        await ChangeAsync(world, scope =>
        {
            scope.Add<IAudited>(asRead
                ? new Declaration { Id = scope.NewId(), AccountId = sami, Kind = DeclaredKind.Shared, OwnerId = world.World["Owen"], PurposeId = 1, By = "person:" + world.World["Ada"], At = scope.At }
                : new HandMatch { Id = scope.NewId(), AccountId = sami, PersonId = mia, ReasonId = 1, By = "person:" + world.World["Owen"], At = scope.At });
            return Task.CompletedTask;
        });
        await (asRead ? world.ReadAsOfAsync("Sami", "Mia") : Task.CompletedTask);
        await RerouteAsync(world);
        Assert.All(await world.AllAsync("Sami"), t => Assert.Equal((mia, TurnState.Undecided), (t.ReviewerId, t.State)));

        world.Database.Time.Advance(TimeSpan.FromDays(90));
        Assert.Equal([new WorkLeft(world.CampaignId, mia, 0)], await OpenWork.ReadAsync(db, default));
        Assert.Equal((0, false, 2), await MineAsync());
        Assert.DoesNotContain((await world.Database.Get<ReadOverview>().RunAsync(world.World.As("Mia"), default)).Now, n => n.Kind == NowKind.Review);
        (await world.SignAsync("Mia")).Require();
        Assert.Empty(await OpenWork.ReadAsync(db, default));
        Assert.Equal((0, true, 2), await MineAsync());

        async Task<(int Left, bool Signed, int NotTheirs)> MineAsync() =>
            (await world.Database.Get<MyReviews>().RunAsync(world.World.As("Mia"), default)).Select(r => (r.Left, r.Signed, r.NotTheirs)).Single();
    }

    [Fact]
    public async Task What_turned_out_to_be_the_reviewers_own_takes_them_no_time()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await MatchAsync(world, "Vera", person: "Mia", by: "Ada");
        var mine = (await world.Database.Get<MyReviews>().RunAsync(world.World.As("Mia"), default)).Single();
        Assert.Equal((6, 4, 1), (mine.Left, mine.NotTheirs, mine.Minutes)); // Two with a finding at 20 seconds, four at 4.
    }

    [Fact]
    public async Task Whoever_matched_an_account_or_answers_for_it_does_not_review_it()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await MatchAsync(world, "Sami", person: "Tim", by: "Mia");
        await ChangeAsync(world, async scope => scope.Add(new Declaration
        {
            Id = scope.NewId(), AccountId = await AccountAsync(scope.Db, "Rob"), Kind = DeclaredKind.Shared, OwnerId = world.World["Mia"], PurposeId = 1, By = "person:" + world.World["Ada"], At = scope.At,
        }));
        Assert.Equal(Problem.DeniedCode, (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await world.DecideAsync("Mia", "Rob", DecisionKind.Certify)).Problem?.Code);
        await world.Database.Get<FollowUps>().RunAsync(CancellationToken.None);
        Assert.Equal(FallbackReason.Involved, (await world.TurnAsync("Rob")).Fallback);
    }

    [Fact]
    public async Task Reassigning_never_gives_an_item_to_its_holder_to_somebody_involved_or_to_a_leaver()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await MatchAsync(world, "Rob", person: "Tim", by: "Ada");
        Assert.Equal("reviewer.own-access", (await ReassignAsync(world, "Owen", "Sami", "Sami")).Problem?.Code);
        Assert.Equal("reviewer.own-access", (await ReassignAsync(world, "Owen", "Rob", "Tim")).Problem?.Code);
        Assert.Equal("reviewer.involved", (await ReassignAsync(world, "Owen", "Rob", "Ada")).Problem?.Code);
        Assert.Equal("reviewer.left", (await ReassignAsync(world, "Owen", "Sami", "Vera")).Problem?.Code);
        Assert.Equal("reason.required", (await ReassignAsync(world, "Owen", "Sami", "Noa", " ")).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await ReassignAsync(world, "Mia", "Sami", "Noa")).Problem?.Code);

        (await ReassignAsync(world, "Owen", "Sami", "Noa")).Require();
        Assert.Equal((world.World["Noa"], ReviewerBasis.Reassigned), ((await world.TurnAsync("Sami")).ReviewerId, (await world.TurnAsync("Sami")).Basis));
        Assert.True(await world.CountsTieAsync());
    }

    [Fact]
    public async Task Handing_over_never_gives_an_item_to_its_holder_and_a_decision_does_not_move_with_it()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Require();
        var turn = await world.TurnAsync("Sami");
        Task<Outcome<int>> Hand(string by, string to) =>
            world.Database.Get<HandOverItem>().RunAsync(Guid.NewGuid(), world.World.As(by), turn.Id, world.World[to], "Knows the team", withGroups: false, CancellationToken.None);
        Assert.Equal("reviewer.own-access", (await Hand("Mia", "Sami")).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await Hand("Noa", "Tim")).Problem?.Code);
        (await Hand("Mia", "Noa")).Require();
        Assert.Equal((world.World["Noa"], TurnState.Undecided), ((await world.TurnAsync("Sami")).ReviewerId, (await world.TurnAsync("Sami")).State));
        Assert.True(await world.CountsTieAsync());
    }

    [Fact]
    public async Task An_item_rerouted_as_own_access_stays_counted_as_such_when_it_is_reassigned_and_handed_over()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await MatchAsync(world, "Sami", person: "Mia", by: "Ada");
        await world.Database.Get<FollowUps>().RunAsync(CancellationToken.None);
        var turn = await world.TurnAsync("Sami");
        await SaysAsync("fallback: it is the reviewer's own access, or could be", "Owen", "Fallback");

        (await ReassignAsync(world, "Owen", "Sami", "Noa")).Require();
        await SaysAsync("reassigned; nobody by the rule: it is the reviewer's own access, or could be", "Noa", "Reassigned");
        (await world.Database.Get<HandOverItem>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), turn.Id, world.World["Zoe"], "Knows the team", withGroups: false, CancellationToken.None)).Require();
        await SaysAsync("handed over; nobody by the rule: it is the reviewer's own access, or could be", "Zoe", "Handed over");

        (await ReassignAsync(world, "Owen", "Tim", "Noa")).Require();
        var tim = await world.TurnAsync("Tim");
        Assert.Equal("reassigned", (await world.Database.Get<ItemStory>().RunAsync(world.World.As("Noa"), tim.Id, default)).Require().Basis);

        async Task SaysAsync(string basis, string reviewer, string printed)
        {
            Assert.Equal(basis, (await world.Database.Get<ItemStory>().RunAsync(world.World.As(reviewer), turn.Id, default)).Require().Basis);
            using var book = await CampaignWorkbook.OfAsync(world.Database, 1);
            var own = book["Decisions"].Rows().Single(r => r["Item id"] == ReviewItem.Name(1, turn.Number));
            Assert.Equal((reviewer, printed, "Own access"), (own["Reviewer"], own["Reviewer basis"], own["Fallback reason"]));
            Assert.Equal(book["Decisions"].Rows().Count(r => r["Fallback reason"] == "Own access").ToString(System.Globalization.CultureInfo.InvariantCulture), book.Said("Self-reviews rerouted"));
        }
    }

    private static async Task<Outcome<DecideAnswer>> ReassignAsync(ReviewWorld world, string by, string account, string to, string reason = "On leave") =>
        await world.Database.Get<ReassignItems>().RunAsync(
            Guid.NewGuid(), world.World.As(by), world.CampaignId, [(await world.TurnAsync(account)).Id], world.World[to], reason, CancellationToken.None);

    private static Task RerouteAsync(ReviewWorld world) => world.Database.Services.GetServices<IFollowUp>().OfType<RerouteOwnAccess>().Single().RunAsync(default);

    private static async Task<IEnumerable<string>> NowAsync(ReviewWorld world) => (await world.Database.Get<ReadOverview>().RunAsync(world.World.As("Owen"), default)).Now.Select(n => n.Sentence);

    private static Task MatchAsync(ReviewWorld world, string account, string person, string by) => ChangeAsync(world, async scope => scope.Add(new HandMatch
    {
        Id = scope.NewId(), AccountId = await AccountAsync(scope.Db, account), PersonId = world.World[person], ReasonId = 1, By = "person:" + world.World[by], At = scope.At,
    }));

    private static Task<long> AccountAsync(ReviewDb db, string name) => db.AccountRecords.Where(r => r.Name == name).Select(r => r.AccountId).FirstAsync();

    private static async Task ChangeAsync(ReviewWorld world, Func<ChangeScope, Task> work) =>
        (await world.Database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", async (scope, _) =>
        {
            await work(scope);
            scope.Record(new Seeded());
            return Done.Yes;
        }, CancellationToken.None)).Require();

    private sealed record Seeded : EventBody;
}
