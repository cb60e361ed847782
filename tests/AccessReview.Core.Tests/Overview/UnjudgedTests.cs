using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Costs;
using AccessReview.Core.Extracts;
using AccessReview.Core.Overview;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Extracts;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Overview;

/// <summary>What was read and not judged yet is not known, and not nothing.</summary>
public sealed class UnjudgedTests
{
    [Fact]
    public async Task A_file_read_before_there_is_a_staff_list_leaves_everything_unknown_and_not_zero()
    {
        await using var database = await TestDatabase.CreateAsync();
        var importing = new Importing(database.Services);
        var (application, _) = await importing.SourcesAsync();
        var users = "User ID,Email\nu1,vera@example.test\n"u8.ToArray();
        (await importing.ImportAsync(await importing.DraftAsync(application, null, new DateTime(2026, 11, 20, 9, 0, 0, DateTimeKind.Utc), (ExtractFileKind.Users, "u.csv", users, 1)))).Require();
        await database.Get<FollowUps>().RunAsync(default);
        var facts = await database.Get<ReadOverview>().RunAsync(Importing.Admin, default);
        Assert.Equal(new JudgedApplications(0, 1), facts.Judged);
        Assert.Equal([(CostKind.MissedRemovals, null)], facts.Costs!.Lines.Select(l => (l.Kind, l.Count)));
        Assert.Equal(facts.Judged, facts.Costs.Judged);
        Assert.Equal(facts.Judged, await RowsAsync(database, Importing.Admin, null));
        Assert.Equal(facts.Judged, await RowsAsync(database, Importing.Admin, application));
    }

    [Fact]
    public async Task A_price_of_what_is_not_judged_gives_no_money_and_is_a_price_all_the_same()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync(["Rob"]);
        await world.HeapAsync(new TestAccount("Rob", Findings: Core.Findings.Finding.Dormant));
        await ChangeAsync(database, (_, heap) => (heap.SeatPriceMinor, heap.Currency, heap.CurrentAssessmentId) = (32_700, "USD", null));
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.As("Ada"), new Policy { MissedRemovalCostMinor = 10_050, CostCurrency = "USD" }, null, default)).Require();
        var costs = (await database.Get<ReadCosts>().RunAsync(world.As("Owen"), default)).Require();
        Assert.Equal([(CostKind.UnusedSeats, null, null), (CostKind.MissedRemovals, null, (long?)null)], costs.Lines.Select(l => (l.Kind, l.Count, l.Minor)));
        Assert.True(costs.Priced);
        Assert.Empty(costs.Totals);
    }

    [Fact]
    public async Task Of_two_applications_one_judged_the_other_is_said_to_be_in_no_total()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync(["Vera"], left: ["Vera"]);
        await world.HeapAsync(new TestAccount("Vera", Findings: Core.Findings.Finding.Left));
        await ChangeAsync(database, (scope, heap) => scope.Add(new Application
        {
            Id = scope.NewId(), Name = "Amplitude", NameKey = "AMPLITUDE", Kind = ApplicationKind.Amplitude, CurrentExtractId = heap.CurrentExtractId,
        }));
        var facts = await database.Get<ReadOverview>().RunAsync(world.As("Owen"), default);
        Assert.Equal((new JudgedApplications(1, 1), 1), (facts.Judged, facts.Left!.People));
        Assert.Equal([(CostKind.MissedRemovals, 1)], facts.Costs!.Lines.Select(l => (l.Kind, l.Count!.Value)));
        Assert.Equal(new JudgedApplications(1, 1), await RowsAsync(database, world.As("Owen"), null));
        Assert.Equal(new JudgedApplications(1, 0), await RowsAsync(database, world.As("Owen"), world.ApplicationId));
    }

    [Fact]
    public async Task An_application_that_was_never_read_is_not_waited_for()
    {
        await using var database = await TestDatabase.CreateAsync();
        await new Importing(database.Services).SourcesAsync();
        Assert.Equal(new JudgedApplications(0, 0), (await database.Get<ReadOverview>().RunAsync(Importing.Admin, default)).Judged);
    }

    private static async Task<JudgedApplications> RowsAsync(TestDatabase database, Actor actor, long? application) =>
        (await database.Get<FindingRows>().RunAsync(actor, Core.Findings.Finding.Left, false, application, 0, default)).Require().Judged;

    private static async Task ChangeAsync(TestDatabase database, Action<ChangeScope, Application> change) =>
        (await database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", async (scope, cancel) =>
        {
            change(scope, await scope.Db.Applications.AsTracking().SingleAsync(cancel));
            scope.Record(new Seeded());
            return Done.Yes;
        }, CancellationToken.None)).Require();

    private sealed record Seeded : EventBody;
}
