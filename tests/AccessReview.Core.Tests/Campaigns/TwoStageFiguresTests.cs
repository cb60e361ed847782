using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Evidence.Checks;
using AccessReview.Core.Evidence.Samples;
using AccessReview.Core.Overview;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>Where items need two reviewers, every figure of a campaign counts by both, and leads to rows that show the same number.</summary>
public sealed class TwoStageFiguresTests
{
    // Of Priya, who is privileged, Tomas and Viktor with two teams, Mia reviews all; Noa is asked a second time.
    [Theory]
    [InlineData(SecondReviewRule.Everything)]
    [InlineData(SecondReviewRule.Sampled)]
    public async Task Each_figure_counts_by_both_stages_and_has_as_many_rows(SecondReviewRule rule)
    {
        await using var world = await LaunchedAsync(rule);
        await world.ReviewAsync(DecisionKind.Change, "Mia", 1);
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 2, 3, 4, 5);
        await world.SignStatementAsync("Mia");
        await SameAsync(world);
        await world.Database.Get<FollowUps>().RunAsync(default);
        await SameAsync(world);

        var second = await BeforeAsync(world, "Noa");
        Assert.Equal(second.Count, (await PageAsync(world)).Left);
        foreach (var number in second)
        {
            await world.ReviewAsync(number == (rule == SecondReviewRule.Everything ? 2 : 1) ? DecisionKind.Revoke : DecisionKind.Certify, "Noa", number);
            await SameAsync(world);
        }

        await world.SignStatementAsync("Noa");
        (await world.CloseAsync()).Require();
        var ends = await SameAsync(world);
        Assert.Equal(1, ends[TurnState.Revoked]);
        await using var db = world.Database.Look();
        var checks = await CompletenessChecks.RunAsync(db, (await db.Campaigns.SingleAsync()).Id, world.Database.Time.GetUtcNow().UtcDateTime, default);
        var outcomes = checks.First(c => c.Code == "C12");
        Assert.Equal((5L, $"0 undecided, {ends[TurnState.Certified]} certified, 1 revoked, {ends[TurnState.Changed]} changed"), (outcomes.CountB!.Value, outcomes.Explained));
        Assert.All(checks.Where(c => c.Code == "C12"), c => Assert.Equal(CheckResult.Pass, c.Result));
        foreach (var population in Enum.GetValues<SamplePopulation>().Where(p => SampleRule.Standing(p) is not null))
        {
            var drawn = await world.Database.Get<DrawSample>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, population, 5, "s", default);
            var count = ends[SampleRule.Standing(population)!.Value];
            Assert.Equal(count == 0 ? "sample.empty" : null, drawn.Problem?.Code);
            if (count > 0)
            {
                var view = (await world.Database.Get<SampleList>().RunAsync(world.Owen, world.Number, drawn.Value, default)).Require();
                Assert.Equal(count, view.Shown!.PopulationItems);
                Assert.All(view.Items, i => Assert.Equal(SampleRule.Standing(population), i.State));
            }
        }
    }

    [Fact]
    public async Task A_campaign_that_waits_for_second_reviewers_is_not_called_decided()
    {
        await using var world = await LaunchedAsync(SecondReviewRule.Everything);
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 1, 2, 3, 4, 5);
        await world.SignStatementAsync("Mia");
        await world.Database.Get<FollowUps>().RunAsync(default);
        var overview = await world.Database.Get<ReadOverview>().RunAsync(world.Owen, default);
        Assert.DoesNotContain(overview.Now, n => n.Kind == NowKind.Campaign);
        var campaign = Assert.Single(overview.Campaigns);
        Assert.Equal((5, 0, 0), (campaign.Items, campaign.Certified, campaign.Revoked));
        Assert.Equal(["Noa"], campaign.NotStarted);

        var row = (await world.Database.Get<CampaignItems>().RunAsync(world.Owen, world.Number, new ItemFilter(State: TurnState.Undecided), 0, 10, default)).Require().Items[0];
        Assert.Equal(("Mia, then Noa", world.World["Noa"], false, true), (row.Reviewer, row.ReviewerId, row.Signed, row.MayMove));
        Assert.Equal(5, (await world.Database.Get<CampaignItems>().RunAsync(world.Owen, world.Number, new ItemFilter(world.World["Mia"], TurnState.Certified), 0, 10, default)).Require().Total);
    }

    [Fact]
    public async Task What_two_reviewers_kept_goes_with_an_account_that_waits_for_its_second_where_the_deadline_revokes()
    {
        await using var world = await LaunchedAsync(SecondReviewRule.Everything, DeadlineRule.Revoke);
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 1, 2, 3, 4, 5);
        await world.SignStatementAsync("Mia");
        await world.Database.Get<FollowUps>().RunAsync(default);
        await world.ReviewAsync(DecisionKind.Certify, "Noa", 1, 2, 4, 5);
        var facts = (await world.ViewAsync()).Facts;
        Assert.Equal((4, 1, 2), (facts.Certified, facts.Undecided, facts.WithAccount.Certified));
        Assert.Equal((2, 3), (facts.Outcomes[OutcomeKind.Certified], facts.Outcomes[OutcomeKind.Revoked]));
        (await world.CloseAsync()).Require();
        await using var db = world.Database.Look();
        Assert.Equal(3, await db.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.Revoked));
    }

    [Fact]
    public async Task What_one_of_two_reviewers_has_signed_is_printed_as_signed_only_where_nobody_else_has_a_say()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.DecideAsync("Mia", "Priya", DecisionKind.Revoke, "Left the team");
        await world.CertifyAllAsync("Mia");
        await world.SignOffAsync("Mia");
        Assert.Equal(["Priya"], await SignedAsync(world));

        await world.FollowAsync();
        await world.DecideAsync("Noa", "Tomas", DecisionKind.Revoke, "Does not need it", stage: 2);
        await world.CertifyAllAsync("Noa", stage: 2);
        Assert.Equal(["Priya"], await SignedAsync(world));
        await world.SignOffAsync("Noa");
        Assert.Equal(["Priya", "Tomas", "Viktor", "Viktor", "Viktor"], await SignedAsync(world));
    }

    [Fact]
    public async Task Teams_that_go_with_an_account_which_the_second_revoked_and_never_signed_are_said_to_go_with_it_once_the_campaign_is_closed()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.CertifyAllAsync("Mia");
        await world.SignOffAsync("Mia");
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Viktor", DecisionKind.Revoke, "Needs nothing", stage: 2);
        Assert.Equal(["not signed off yet", "not signed off yet"], await TeamsAsync());
        (await world.CloseAsync()).Require();
        Assert.Equal(["with the account", "with the account"], await TeamsAsync());

        await using var db = world.Database.Look();
        var checks = await CompletenessChecks.RunAsync(db, (await db.Campaigns.SingleAsync()).Id, world.Database.Time.GetUtcNow().UtcDateTime, default);
        Assert.Contains(checks, c => c is { Code: "C12", Explained: "2 assignments go with their account" });

        async Task<IEnumerable<string?>> TeamsAsync()
        {
            using var book = await BuiltWorkbook.OfAsync(world.Database, world.Number);
            return [.. book["Decisions"].Rows().Where(r => r["Person"] == "Viktor" && r["Item is"] == "assignment").Select(r => r["Removal state"])];
        }
    }

    [Fact]
    public async Task A_removal_that_the_second_reviewer_caused_stays_on_Decisions_when_the_first_revokes_too()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.CertifyAllAsync("Mia");
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Tomas", DecisionKind.Revoke, "Does not need it", stage: 2);
        await world.CertifyAllAsync("Noa", stage: 2);
        await world.SignOffAsync("Noa");
        await world.DecideAsync("Mia", "Tomas", DecisionKind.Revoke, "Left the project");
        await SameAsync(world);
        await StandsAsync();

        await world.SignOffAsync("Mia");
        (await world.CloseAsync()).Require();
        await SameAsync(world);
        await StandsAsync();

        async Task StandsAsync()
        {
            using var book = await BuiltWorkbook.OfAsync(world.Database, world.Number);
            Assert.Equal([("Tomas", "R1", "Waiting for a person")], book["Decisions"].Rows().Where(r => r["Removal id"] != "does not apply").Select(r => (r["Person"], r["Removal id"], r["Removal state"])));
            Assert.Equal(("R1", "Waiting for a person"), book["Removals"].Rows().Select(r => (r["Removal id"], r["State"])).Single());
            Assert.Equal("1", book.Said("Items with a removal that stands"));
        }
    }

    /// <summary>Of whom the sheet Decisions prints a sign-off, line by line.</summary>
    private static async Task<IEnumerable<string?>> SignedAsync(CampaignWorld world)
    {
        using var book = await BuiltWorkbook.OfAsync(world.Database, world.Number);
        Assert.Empty(book.Different());
        return [.. book["Decisions"].Rows().Where(r => r["Signed"] == "yes").Select(r => r["Person"]).Order(StringComparer.Ordinal)];
    }

    private static async Task<CampaignWorld> LaunchedAsync(SecondReviewRule rule, DeadlineRule deadline = DeadlineRule.NotReviewed)
    {
        var world = await CampaignWorld.CreateAsync(plan: CampaignWorld.Plan with { Deadline = deadline });
        (await world.Database.Get<SetSecondReview>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, rule, world.World["Noa"], default)).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        return world;
    }

    private static async Task<List<int>> BeforeAsync(CampaignWorld world, string reviewer)
    {
        var person = world.World[reviewer];
        await using var db = world.Database.Look();
        return await db.ReviewTurns.Where(t => t.ReviewerId == person).OrderBy(t => t.Number).Select(t => t.Number).ToListAsync();
    }

    private static async Task<CampaignView> PageAsync(CampaignWorld world) => (await world.Database.Get<CampaignPage>().RunAsync(world.Owen, world.Number, default)).Require();

    /// <summary>Every figure is what the rows of both stages say, and so is the list that it leads to.</summary>
    private static async Task<Dictionary<TurnState, int>> SameAsync(CampaignWorld world)
    {
        var ends = await CountAsync(world);
        var kept = ends[TurnState.Certified] + ends[TurnState.Changed];
        foreach (var state in Enum.GetValues<TurnState>())
        {
            var rows = (await world.Database.Get<CampaignItems>().RunAsync(world.Owen, world.Number, new ItemFilter(State: state), 0, 10, default)).Require();
            Assert.Equal((ends[state], ends[state]), (rows.Total, rows.Items.Count(i => i.State == state)));
        }

        var second = (await PageAsync(world)).Second;
        foreach (var (why, count) in new[] { (ItemWhy.Second, second.Total), (ItemWhy.Waiting, second.Left), (ItemWhy.Rerouted, (await PageAsync(world)).OwnAccessRerouted) })
        {
            var rows = (await world.Database.Get<CampaignItems>().RunAsync(world.Owen, world.Number, new ItemFilter(Why: why), 0, 100, default)).Require();
            Assert.Equal((count, count), (rows.Total, rows.Items.Count));
        }

        var line = Assert.Single((await world.Database.Get<CampaignList>().RunAsync(world.Owen, default)).Require());
        Assert.Equal((ends[TurnState.Undecided], kept, ends[TurnState.Revoked]), (line.Left, line.Kept, line.Revoked));
        var page = await PageAsync(world);
        Assert.Equal((ends[TurnState.Undecided], kept, ends[TurnState.Revoked]), (page.Left, page.Kept, page.Revoked));
        if (page.State == CampaignState.Active)
        {
            var facts = (await world.ViewAsync()).Facts;
            Assert.Equal(ends.OrderBy(e => e.Key).Select(e => e.Value), [facts.Undecided, facts.Certified, facts.Revoked, facts.Changed]);
            var overview = await world.Database.Get<ReadOverview>().RunAsync(world.Owen, default);
            var open = Assert.Single(overview.Campaigns);
            Assert.Equal((5, ends[TurnState.Certified], ends[TurnState.Changed], ends[TurnState.Revoked]), (open.Items, open.Certified, open.Changed, open.Revoked));
            Assert.Equal(ends[TurnState.Undecided] == 0, overview.Now.Any(n => n.Sentence.StartsWith("Everything in ", StringComparison.Ordinal)));
        }

        using var book = await BuiltWorkbook.OfAsync(world.Database, world.Number);
        Assert.Empty(book.Different());
        return ends;
    }

    private static async Task<Dictionary<TurnState, int>> CountAsync(CampaignWorld world)
    {
        await using var db = world.Database.Look();
        var items = (await db.ReviewTurns.AsNoTracking().ToListAsync()).GroupBy(t => t.ItemId).ToList();
        var needs = await db.SecondReviews.Select(s => s.ItemId).ToListAsync();
        var ends = items.Select(i => ItemEnd.Of(i.Single(t => t.Stage == 1).State, i.SingleOrDefault(t => t.Stage == 2)?.State, needs.Contains(i.Key))).ToList();
        return Enum.GetValues<TurnState>().ToDictionary(s => s, s => ends.Count(e => e == s));
    }
}
