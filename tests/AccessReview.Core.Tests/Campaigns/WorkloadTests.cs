using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Campaigns.Workload;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Histories;
using AccessReview.Core.Tests.Journeys;
using AccessReview.Core.Tests.Persistence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>Before the launch the owner sees how much is before whom, and spreads it.</summary>
public sealed class WorkloadTests
{
    [Fact]
    public async Task Accounts_go_to_another_reviewer_whole_and_from_the_end_of_the_list()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        (await ShiftAsync(world, "Noa", 1)).Require();
        var items = await world.ItemsAsync();
        Assert.All(items.Where(i => i.Number >= 3), i => Assert.Equal((world.World["Noa"], ReviewerBasis.Reassigned), (i.ReviewerId!.Value, i.Basis)));
        Assert.All(items.Where(i => i.Number < 3), i => Assert.Equal((world.World["Mia"], ReviewerBasis.Manager), (i.ReviewerId!.Value, i.Basis)));

        var plan = await PlanAsync(world);
        Assert.Equal([("Mia", 2, 2), ("Noa", 1, 3)], plan.Reviewers.Select(r => (r.Name, r.Accounts, r.Items)).Order());
        var shift = Assert.Single(plan.Shifts);
        Assert.Equal(("Mia", "Noa", 1), (shift.From, shift.To, shift.Accounts));
        (await world.Database.Get<TakeBackShift>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, shift.Id, default)).Require();
        Assert.All(await world.ItemsAsync(), i => Assert.Equal(world.World["Mia"], i.ReviewerId));
        Assert.Empty((await PlanAsync(world)).Shifts);
    }

    [Fact]
    public async Task Why_the_rule_gave_nobody_stays_known_of_an_account_that_is_spread()
    {
        await using var world = await CampaignWorld.CreateAsync(["Priya"], [], null, null, new TestAccount("Priya"), new TestAccount("Stranger"));
        await world.PreviewAsync();
        (await world.Database.Get<ShiftWorkload>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World["Owen"], world.World["Noa"], 1, default)).Require();
        var spread = (await world.ItemsAsync()).Single(i => i.HolderId is null);
        Assert.Equal((world.World["Noa"], ReviewerBasis.Reassigned, FallbackReason.NobodyKnown), (spread.ReviewerId!.Value, spread.Basis, spread.Fallback));
        Assert.Equal((FallbackReason.NobodyKnown, "Noa"), (await PlanAsync(world)).Rerouted.Select(r => (r.Reason, r.Reviewer)).Single());
    }

    [Fact]
    public async Task An_account_that_was_spread_has_a_story_in_which_nobody_gave_it_by_hand()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        (await ShiftAsync(world, "Noa", 1)).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        var noa = world.World["Noa"];
        await using var db = world.Database.Look();
        var turn = await db.ReviewTurns.FirstAsync(t => t.ReviewerId == noa);
        var story = (await world.Database.Get<ItemStory>().RunAsync(world.World.As("Noa"), turn.Id, default)).Require();
        Assert.Equal((ReviewerBasis.Reassigned, turn.Number), (turn.Basis, story.Row.Number));
        Assert.Null(story.Given);

        // Handed over by somebody, it says by whom.
        (await world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.Owen, turn.CampaignId, [turn.Id], world.World["Mia"], "Knows them", default)).Require();
        Assert.Equal(new StoryGiven("Owen", "Knows them"), (await world.Database.Get<ItemStory>().RunAsync(world.World.As("Mia"), turn.Id, default)).Require().Given);
    }

    [Fact]
    public async Task Nobody_gets_own_access_by_spreading()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        (await ShiftAsync(world, "Viktor", 3)).Require();
        Assert.All(await world.ItemsAsync("Viktor"), i => Assert.Equal(world.World["Mia"], i.ReviewerId));
        Assert.All(await world.ItemsAsync("Tomas"), i => Assert.Equal(world.World["Viktor"], i.ReviewerId));
    }

    [Fact]
    public async Task The_second_reviewers_work_stands_in_the_plan_before_the_launch()
    {
        await using var world = await CampaignWorld.CreateAsync();
        Assert.Equal((5, 0, 0), await PlanAsync(world) is var alone ? (Assert.Single(alone.Reviewers).Items, alone.Reviewers[0].Second, alone.SecondMinutes) : default);

        (await world.SecondAsync(SecondReviewRule.Everything, "Noa")).Require();
        var plan = await PlanAsync(world);
        Assert.Equal([("Mia", 5, 0), ("Noa", 0, 5)], plan.Reviewers.Select(r => (r.Name, r.Items, r.Second)));
        var (mia, noa) = (plan.Reviewers[0], plan.Reviewers[1]);
        Assert.True(mia.Minutes > 0);
        Assert.Equal((mia.Minutes, 0), (noa.SecondMinutes, noa.Minutes)); // The same items, and neither has a pace of their own yet.
        Assert.Equal((mia.Minutes, noa.SecondMinutes), (plan.Minutes, plan.SecondMinutes));

        // Of what Noa reviews the first time Heap's owner has the second look.
        (await ShiftAsync(world, "Noa", 1)).Require();
        Assert.Equal([("Noa", 3, 2), ("Owen", 0, 3), ("Mia", 2, 0)], (await PlanAsync(world)).Reviewers.Select(r => (r.Name, r.Items, r.Second)));
    }

    [Fact]
    public async Task What_cannot_be_spread_is_said()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        Assert.Equal("shift.accounts", (await ShiftAsync(world, "Noa", 4)).Problem?.Code);
        Assert.Equal("shift.accounts", (await ShiftAsync(world, "Noa", 0)).Problem?.Code);
        Assert.Equal("reviewer.same", (await ShiftAsync(world, "Mia", 1)).Problem?.Code);
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        Assert.Equal("campaign.not-draft", (await ShiftAsync(world, "Noa", 1)).Problem?.Code);
    }

    [Fact]
    public async Task Minutes_follow_the_reviewer_s_own_pace_where_it_is_known()
    {
        // 3 exceptions and 7 routine items: 3 × 20 s + 7 × 4 s = 88 s; at half the pace 44 s; at three times 264 s.
        Assert.Equal(2, Effort.Minutes(10, 3, ownSeconds: null));
        Assert.Equal(1, Effort.Minutes(10, 3, ownSeconds: 10));
        Assert.Equal(5, Effort.Minutes(10, 3, ownSeconds: 60));

        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await SeedSecondsAsync(world, [5, 9, 9, 9, 9, 30, 30]);
        await CloseAsync(world);
        Assert.Empty(await PacesAsync(world));
        await SeedSecondsAsync(world, [30]);

        // Of 5, 9, 9, 9, 9, 30, 30, 30 the upper one in the middle.
        Assert.Equal(new Dictionary<long, int> { [world.World["Mia"]] = 9 }, await PacesAsync(world));
    }

    [Fact]
    public async Task Reviewers_without_a_history_cost_one_query_however_many_they_are()
    {
        var asked = new AskedQueries();
        await using var database = await TestDatabase.CreateAsync(interceptor: asked);
        await using var db = database.Look();
        asked.Forget();
        Assert.Empty((await OwnPace.ReadAsync(db, Enumerable.Range(1, 300).Select(r => (long)r), default)).Seconds);
        Assert.Single(asked.Of("Decisions"));
    }

    [SqliteFact]
    public async Task The_same_work_takes_as_long_in_the_plan_as_in_the_invitation_and_in_the_reviewer_s_own_list()
    {
        await using var database = await TestDatabase.CreateAsync();
        var company = new SmallCompany(database);
        await company.FoundAsync();
        var (owner, mia) = (Actor.Demo(company["Olga"]), company["Mia"]);
        await ReviewAsync(database, await company.LaunchAsync("First"), seconds: 60);
        await company.CloseAsync(1);

        // Of Mia's 9 items one is privileged: 20 s + 8 × 4 s = 52 s, at three times the usual pace 156 s.
        var planned = 0;
        await company.LaunchAsync("Second", planned: async number =>
            planned = (await database.Get<PlanPage>().RunAsync(owner, number, default)).Require().Reviewers.Single(r => r.PersonId == mia).Minutes);
        var listed = Assert.Single(await database.Get<MyReviews>().RunAsync(Actor.Demo(mia), default)).Minutes;
        var invited = (await database.Get<LaunchInvitations>().RunAsync(owner, 2, "https://heap.test", default)).Require().Reviewers.Single(r => r.PersonId == mia).Minutes;
        Assert.Equal((3, 3, 3), (planned, listed, invited));

        // What is under way still is no history.
        await ReviewAsync(database, 2, seconds: 100);
        await using var db = database.Look();
        Assert.Equal(60, (await OwnPace.ReadAsync(db, [mia], default)).Seconds[mia]);
    }

    // Every decision took so long.
    private static async Task ReviewAsync(TestDatabase database, int number, int seconds)
    {
        await new Reviewers(database.Services, number).DecideAllAsync(new HashSet<string>(StringComparer.Ordinal));
        await using var db = await Unguarded.OpenAsync(database);
        await db.Decisions.Where(d => db.Campaigns.Any(c => c.Id == d.CampaignId && c.Number == number)).ExecuteUpdateAsync(d => d.SetProperty(p => p.Seconds, seconds));
        await new Reviewers(database.Services, number).SignAllAsync();
    }

    private static Task<Outcome<Done>> ShiftAsync(CampaignWorld world, string to, int accounts) =>
        world.Database.Get<ShiftWorkload>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World["Mia"], world.World[to], accounts, default);

    private static async Task<PlanView> PlanAsync(CampaignWorld world)
    {
        await world.PreviewAsync();
        return (await world.Database.Get<PlanPage>().RunAsync(world.Owen, world.Number, default)).Require();
    }

    private static async Task<IReadOnlyDictionary<long, int>> PacesAsync(CampaignWorld world)
    {
        await using var db = world.Database.Look();
        return (await OwnPace.ReadAsync(db, [world.World["Mia"], world.World["Noa"]], default)).Seconds;
    }

    private static Task CloseAsync(CampaignWorld world) => world.UpdateAsync((db, seq) =>
        db.Campaigns.ExecuteUpdateAsync(s => s.SetProperty(c => c.State, CampaignState.Closed).SetProperty(c => c.EventSeq, seq)));

    private static Task SeedSecondsAsync(CampaignWorld world, int[] seconds) => world.SeedAsync(async scope =>
    {
        var turn = await scope.Db.ReviewTurns.OrderBy(t => t.Number).FirstAsync();
        foreach (var value in seconds)
        {
            scope.Add(new Decision
            {
                Id = scope.NewId(), CampaignId = turn.CampaignId, ItemId = turn.ItemId, TurnId = turn.Id, Kind = DecisionKind.Certify, Mode = DecisionMode.Single, By = Actor.Demo(world.World["Mia"]).Key,
                At = scope.At, BatchSize = 1, Seconds = value, Recommendation = Findings.Recommendation.None, RecommendationRules = 1, Late = false, Method = AuthenticationMethod.Demo, Session = "demo",
            });
        }
    });
}
