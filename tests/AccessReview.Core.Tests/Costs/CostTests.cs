using System.Text.Json;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Trends;
using AccessReview.Core.Costs;
using AccessReview.Core.Overview;
using AccessReview.Core.Removals;
using AccessReview.Core.Sample;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Journeys;
using AccessReview.Core.Tests.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Costs;

/// <summary>Money appears where its inputs were entered, and every figure has its rows.</summary>
public sealed class CostTests
{
    private static readonly DateTime Later = new(2027, 2, 20, 9, 0, 0, DateTimeKind.Utc);

    /// <summary>The published figures: 3,925 USD of unused licences, 6,088 USD of labour and 1,741 USD of compliance misses are 11,754 USD a year.</summary>
    [Fact]
    public async Task The_sample_organisation_carries_the_published_figures_and_names_them_so()
    {
        await using var database = await TestDatabase.CreateAsync();
        (await database.Get<LoadSample>().RunAsync(default)).Require();
        await using var db = database.Look();
        var owner = Actor.Demo(await db.RoleGrants.Where(g => g.Role == Core.Roles.Role.CampaignOwner).Select(g => g.PersonId).SingleAsync());
        var costs = (await database.Get<ReadCosts>().RunAsync(owner, default)).Require();
        Assert.Equal(
            [(CostKind.UnusedSeats, 12, 3925L), (CostKind.HandWork, 101, 6088L), (CostKind.MissedRemovals, 7, 1741L)],
            costs.Lines.Select(l => (l.Kind, l.Count, (long)Math.Round(l.Minor!.Value / 100m))));
        Assert.Equal(("USD", 11754L), (costs.Totals.Single().Currency, (long)Math.Round(costs.Totals.Single().Minor / 100m)));
        Assert.StartsWith("Published estimates", costs.Source, StringComparison.Ordinal);
        Assert.Empty(costs.Recovered);

        foreach (var line in costs.Lines.Where(l => l.Kind != CostKind.HandWork))
        {
            var rows = (await database.Get<FindingRows>().RunAsync(owner, line.Kind == CostKind.UnusedSeats ? ReadCosts.Unused : ReadCosts.Missed, true, line.ApplicationId, 0, default)).Require();
            Assert.Equal((line.Count, line.Count), (rows.Total, rows.Rows.Count));
        }
    }

    [Fact]
    public async Task Without_prices_there_is_no_money()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync(["Vera", "Rob"], left: ["Vera"]);
        await world.HeapAsync(new TestAccount("Vera", Findings: Findings.Finding.Left), new TestAccount("Rob", Findings: Findings.Finding.Dormant));
        var costs = (await database.Get<ReadCosts>().RunAsync(world.As("Owen"), default)).Require();
        Assert.Equal([(CostKind.UnusedSeats, 1, null), (CostKind.MissedRemovals, 1, (long?)null)], costs.Lines.Select(l => (l.Kind, l.Count, l.Minor)));
        Assert.Empty(costs.Totals);
        Assert.False(costs.Priced);

        await SetAsync(database, world, new Policy { MissedRemovalCostMinor = 10_050, CostCurrency = "EUR" });
        costs = (await database.Get<ReadCosts>().RunAsync(world.As("Owen"), default)).Require();
        Assert.Equal([new Money(10_050, "EUR")], costs.Totals);
    }

    [Fact]
    public async Task Prices_with_nothing_to_pay_are_zero_and_not_missing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.SignOffAsync("Vera");
        await SetAsync(database, world.World, new Policy { MissedRemovalCostMinor = 10_050, CostCurrency = "USD" });
        var extract = await world.ReadAsync(Later, []);
        await world.Run(async (scope, cancel) =>
        {
            var heap = await scope.Db.Applications.AsTracking().SingleAsync(cancel);
            (heap.SeatPriceMinor, heap.Currency, heap.CurrentExtractId, heap.CurrentAssessmentId) = (32_700, "USD", extract, scope.NewId());
            scope.Add(new Core.Findings.Assessment
            {
                Id = heap.CurrentAssessmentId.Value, ApplicationId = heap.Id, ExtractId = extract, PolicyVersionId = 0, AsOf = Later, MadeAt = scope.At,
                Rules = Core.Findings.Assessment.RulesVersion, Accounts = 0, Assignments = 0,
            });
        });
        await database.Get<CheckRemovals>().RunAsync(default);
        var costs = (await database.Get<ReadCosts>().RunAsync(world.World.As("Owen"), default)).Require();
        Assert.Equal([(CostKind.UnusedSeats, 0, 0L), (CostKind.MissedRemovals, 0, 0L)], costs.Lines.Select(l => (l.Kind, l.Count, l.Minor!.Value)));
        Assert.True(costs.Priced);
        Assert.Equal([new Money(0, "USD")], costs.Totals);
        Assert.Equal([new Money(32_700, "USD")], costs.Saved);
    }

    [Fact]
    public void Money_of_two_currencies_is_never_added_up()
    {
        Assert.Equal([new Money(300, "USD"), new Money(200, "EUR")], CostView.Sum([new Money(100, "USD"), new Money(200, "EUR"), new Money(200, "USD")]));
        Assert.Equal([new Money(0, "USD")], CostView.Sum([new Money(0, "USD")]));
    }

    [Theory]
    [InlineData("{\"HandHoursAYear\":-1}")]
    [InlineData("{\"HandHoursAYear\":1000001}")]
    [InlineData("{\"HourCostMinor\":100}")]
    [InlineData("{\"HourCostMinor\":100,\"CostCurrency\":\"usd\"}")]
    [InlineData("{\"MissedRemovalCostMinor\":-1,\"CostCurrency\":\"USD\"}")]
    public async Task Costs_that_make_no_sense_are_refused_with_a_sentence(string policy)
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync([]);
        Assert.Equal("policy.costs", (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.As("Ada"), JsonSerializer.Deserialize<Policy>(policy)!, null, default)).Problem?.Code);
    }

    [Fact]
    public async Task Recovered_counts_verified_removals_of_whole_accounts_only_and_its_rows_are_as_many()
    {
        await using var quarter = await Quarter.StartAsync();
        var campaign = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "data", "harbourlight", "expected.json"))).RootElement.GetProperty("q1");
        var revoked = expected.GetProperty("ifRevokedInQ4").EnumerateArray().Select(e => e.GetString()!).ToHashSet(StringComparer.Ordinal);
        await quarter.Reviewers(campaign).DecideAllAsync(revoked);
        await quarter.Reviewers(campaign).SignAllAsync();
        var owner = await OwnerAsync(quarter);
        Assert.Empty((await quarter.Database.Get<ReadCosts>().RunAsync(owner, default)).Require().Recovered);

        await quarter.ReadAsync("2027Q1", new DateTime(2027, 2, 19, 18, 0, 0, DateTimeKind.Utc));
        var line = Assert.Single((await quarter.Database.Get<ReadCosts>().RunAsync(owner, default)).Require().Recovered);
        Assert.Equal(expected.GetProperty("verifiedGone").GetArrayLength(), line.Seats);
        var rows = (await quarter.Database.Get<RemovalList>().RunAsync(owner, new RemovalFilter(RemovalShow.Verified, CampaignNumber: line.Campaign, Seats: true), 0, 100, default)).Require();
        Assert.Equal(line.Seats, rows.Rows.Count);
    }

    [Fact]
    public async Task A_seat_revoked_in_two_campaigns_is_recovered_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.RevokeAsync("Sami");
        await world.SignOffAsync("Vera", "Sami");
        await world.AgainAsync(2, "Heap, Q1 2027", removal: 1);
        await world.ReadAsync(Later, []);
        await database.Get<CheckRemovals>().RunAsync(default);
        Assert.All(await world.RemovalsAsync(), r => Assert.Equal(RemovalState.Verified, r.State));

        // Sami's seat is of the first campaign, Vera's of the second, which revoked her again.
        Assert.Equal([(2, 1), (1, 1)], (await RecoveredAsync(database, world)).Select(r => (r.Campaign, r.Seats)));
        Assert.Equal([[3], [2]], await Task.WhenAll(RowsAsync(2), RowsAsync(1)));

        // A seat that is taken again under another id is paid for again.
        await world.ReadAsync(Later.AddDays(30), [new TestAccount("Sami") { Id = "u9" }]);
        await database.Get<CheckRemovals>().RunAsync(default);
        Assert.Equal([(2, 1)], (await RecoveredAsync(database, world)).Select(r => (r.Campaign, r.Seats)));

        async Task<int[]> RowsAsync(int campaign) =>
            [.. (await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(RemovalShow.Verified, CampaignNumber: campaign, Seats: true), 0, 100, default)).Require().Rows.Select(r => r.Number)];
    }

    [Fact]
    public async Task A_seat_taken_again_under_another_id_and_revoked_once_more_is_recovered_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Sami");
        await world.RevokeAsync("Vera");
        await world.SignOffAsync("Sami", "Vera");
        await world.ReadAsync(Later, [new TestAccount("Sami") { Id = "u9" }, new TestAccount("Vera")]);
        await database.Get<CheckRemovals>().RunAsync(default);
        database.Time.Advance(TimeSpan.FromDays(100));
        await world.AgainAsync(2, "Heap, Q1 2027", removal: 1, id: "u9");
        await world.ReadAsync(Later.AddDays(30), []);
        await database.Get<CheckRemovals>().RunAsync(default);

        Assert.All(await world.RemovalsAsync(), r => Assert.Equal(RemovalState.Verified, r.State));
        Assert.Equal([(2, 1), (1, 1)], (await RecoveredAsync(database, world)).Select(r => (r.Campaign, r.Seats)));
    }

    [Fact]
    public async Task A_licence_that_switching_off_leaves_in_place_is_recovered_once_it_is_released()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.Run(async (scope, cancel) => (await scope.Db.Applications.AsTracking().SingleAsync(cancel)).Kind = Core.Applications.ApplicationKind.EightByEight);
        await world.RevokeAsync("Vera");
        await world.SignOffAsync("Vera");
        await world.ReadAsync(Later, [new TestAccount("Vera", Status: Core.Extracts.AccountStatus.Disabled)]);
        await database.Get<CheckRemovals>().RunAsync(default);
        await database.Get<PlanTasks>().RunAsync(default);
        Assert.Equal(RemovalState.Verified, (await world.RemovalsAsync())[0].State);
        Assert.Empty(await RecoveredAsync(database, world));

        await using var db = database.Look();
        var task = await db.RemovalTasks.Where(t => t.Kind == RemovalTaskKind.ReleaseLicence).Select(t => t.Id).SingleAsync();
        (await database.Get<NoteTask>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), task, new DateOnly(2026, 11, 23), "", default)).Require();
        Assert.Equal(1, Assert.Single(await RecoveredAsync(database, world)).Seats);
    }

    [Fact]
    public async Task Trends_show_closed_campaigns_and_each_number_has_as_many_rows()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        Assert.Empty((await world.Database.Get<CampaignTrends>().RunAsync(world.Owen, default)).Require().Campaigns);
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2);
        await world.DecideAsync(DecisionKind.Revoke, "Mia", 4);
        await world.SignAsync("Mia");
        world.Database.Time.Advance(TimeSpan.FromDays(14));
        (await world.CloseAsync()).Require();

        var line = Assert.Single((await world.Database.Get<CampaignTrends>().RunAsync(world.Owen, default)).Require().Campaigns);
        Assert.Equal((5, 2, 1, 0, 2), (line.Items, line.Certified, line.Revoked, line.Changed, line.NotReviewed));

        // Due on 4 December, closed on the 7th; one removal, not verified.
        Assert.Equal((3, 1, 0, null), (line.DaysLate, line.Removals, line.Verified, line.MedianHours));
        foreach (var (state, count) in new (TurnState?, int)[] { (null, line.Items), (TurnState.Revoked, line.Revoked), (TurnState.Undecided, line.NotReviewed) })
        {
            Assert.Equal(count, (await world.Database.Get<CampaignItems>().RunAsync(world.Owen, world.Number, new ItemFilter(State: state), 0, 100, default)).Require().Total);
        }
    }

    private static async Task<Actor> OwnerAsync(Quarter quarter)
    {
        await using var db = quarter.Database.Look();
        return Actor.Demo(await db.RoleGrants.Where(g => g.Role == Core.Roles.Role.CampaignOwner && g.EndedAt == null).Select(g => g.PersonId).FirstAsync());
    }

    private static async Task<IReadOnlyList<RecoveredSeats>> RecoveredAsync(TestDatabase database, RevokedWorld world) =>
        (await database.Get<ReadCosts>().RunAsync(world.World.As("Owen"), default)).Require().Recovered;

    private static async Task SetAsync(TestDatabase database, TestWorld world, Policy policy) =>
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.As("Ada"), policy, null, default)).Require();
}
