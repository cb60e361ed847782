using AccessReview.Core.Applications;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Overview;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Removals;

/// <summary>An application may say within how many hours its removals are due; until then they are not late, and after it they are.</summary>
public sealed class HoursForRemovalsTests
{
    private static Moment At(DateTime at) => new(DateOnly.FromDateTime(at), at);

    private static async Task<RevokedWorld> PlannedAsync(TestDatabase database, int? privileged, int? others)
    {
        var world = await RevokedWorld.CreateAsync(database);
        await world.Run(async (scope, _) =>
        {
            var heap = await scope.Db.Applications.AsTracking().SingleAsync();
            (heap.PrivilegedRemovalHours, heap.RemovalHours) = (privileged, others);
        });
        await world.RevokeAsync("Vera");
        await world.RevokeAsync("Zoe");
        await world.SignOffAsync("Vera", "Zoe");
        return world;
    }

    private static async Task<Removal> OfAsync(TestDatabase database, RevokedWorld world, string name)
    {
        await using var db = database.Look();
        var item = await (from i in db.ReviewItems join a in db.AccountRecords on i.AccountRecordId equals a.Id where a.Name == name && i.GroupId == null select i.Id).SingleAsync();
        return (await world.RemovalsAsync()).Single(r => r.ItemId == item);
    }

    [Fact]
    public async Task A_privileged_account_is_due_after_its_hours_and_any_other_after_the_others()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await PlannedAsync(database, 24, 120);
        var (zoe, vera) = (await OfAsync(database, world, "Zoe"), await OfAsync(database, world, "Vera"));
        Assert.Equal(zoe.RequestedAt.AddHours(24), zoe.DueAt);
        Assert.Equal(vera.RequestedAt.AddHours(120), vera.DueAt);
        Assert.Equal(DateOnly.FromDateTime(vera.RequestedAt).AddDays(5), vera.DueDate);
    }

    [Fact]
    public async Task Hours_for_the_privileged_alone_leave_the_others_at_the_days_of_the_policy()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await PlannedAsync(database, 24, null);
        var vera = await OfAsync(database, world, "Vera");
        Assert.Equal((null, new DateOnly(2026, 11, 28)), (vera.DueAt, vera.DueDate));
        Assert.NotNull((await OfAsync(database, world, "Zoe")).DueAt);
    }

    [Fact]
    public async Task Hours_for_the_others_alone_leave_the_privileged_at_the_days_of_the_policy()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await PlannedAsync(database, null, 48);
        Assert.Null((await OfAsync(database, world, "Zoe")).DueAt);
        Assert.NotNull((await OfAsync(database, world, "Vera")).DueAt);
    }

    [Fact]
    public async Task Late_is_judged_by_the_instant_within_the_day()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await PlannedAsync(database, 2, null);
        var due = (await OfAsync(database, world, "Zoe")).DueAt!.Value;
        await using var db = database.Look();
        Assert.Equal(0, (await RemovalCounts.ReadAsync(db, null, null, At(due.AddMinutes(-1)), CancellationToken.None)).Late);
        Assert.Equal(1, (await RemovalCounts.ReadAsync(db, null, null, At(due.AddMinutes(1)), CancellationToken.None)).Late);

        database.Time.SetUtcNow(new DateTimeOffset(due.AddMinutes(30), TimeSpan.Zero));
        var rows = (await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(RemovalShow.Late), 0, 10, CancellationToken.None)).Require().Rows;
        Assert.Equal("Zoe", Assert.Single(rows).AccountName);
    }

    [Fact]
    public void The_workbook_says_within_the_due_date_by_the_instant()
    {
        var due = new DateTime(2026, 11, 24, 10, 0, 0, DateTimeKind.Utc);
        Removal Verified(DateTime? gone) => new()
        {
            Id = 1, Number = 1, CampaignId = 1, ItemId = 1, ApplicationId = 1, AccountId = 1, DecisionId = 1, DecidedAt = due.AddDays(-1), RequestedAt = due.AddDays(-1),
            DueDate = new(2026, 11, 24), DueAt = due, State = gone is null ? RemovalState.WaitingForPerson : RemovalState.Verified, VerifiedAt = gone,
        };
        Assert.Equal("yes", RemovalsSheet.WithinDue(Verified(due), due.AddDays(3), TimeZoneInfo.Utc));
        Assert.Equal("no", RemovalsSheet.WithinDue(Verified(due.AddMinutes(1)), due.AddDays(3), TimeZoneInfo.Utc));
        Assert.Equal("not due yet", RemovalsSheet.WithinDue(Verified(null), due.AddMinutes(-1), TimeZoneInfo.Utc));
        Assert.Equal("no", RemovalsSheet.WithinDue(Verified(null), due.AddMinutes(1), TimeZoneInfo.Utc));
    }

    [Fact]
    public void The_workbook_ends_a_due_day_where_the_campaign_is_held()
    {
        var losAngeles = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");
        var midnight = new DateTime(2026, 12, 6, 8, 0, 0, DateTimeKind.Utc); // There the 6th begins.
        Removal Verified(DateTime? gone) => new()
        {
            Id = 1, Number = 1, CampaignId = 1, ItemId = 1, ApplicationId = 1, AccountId = 1, DecisionId = 1, DecidedAt = midnight.AddDays(-5), RequestedAt = midnight.AddDays(-5),
            DueDate = new(2026, 12, 5), State = gone is null ? RemovalState.WaitingForPerson : RemovalState.Verified, VerifiedAt = gone,
        };
        Assert.Equal("yes", RemovalsSheet.WithinDue(Verified(midnight.AddHours(-7)), midnight, losAngeles));
        Assert.Equal("no", RemovalsSheet.WithinDue(Verified(midnight), midnight, losAngeles));
        Assert.Equal("not due yet", RemovalsSheet.WithinDue(Verified(null), midnight.AddHours(-7), losAngeles));
        Assert.Equal("no", RemovalsSheet.WithinDue(Verified(null), midnight, losAngeles));
    }

    [Theory]
    [InlineData("America/Los_Angeles", 8)]
    [InlineData("Pacific/Auckland", -13)]
    public async Task The_page_and_the_overview_end_a_due_day_where_the_workbook_does(string zone, int hoursAfterUtc)
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.Run(async (scope, cancel) => (await scope.Db.Campaigns.AsTracking().SingleAsync(cancel)).TimeZone = zone);
        await world.RevokeAsync("Vera");
        await world.SignOffAsync("Vera");
        var removal = await OfAsync(database, world, "Vera");
        var over = removal.DueDate.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddHours(hoursAfterUtc);
        foreach (var (at, days) in new[] { (over.AddMinutes(-1), 0), (over, 1), (over.AddDays(1), 2) })
        {
            database.Time.SetUtcNow(new DateTimeOffset(at, TimeSpan.Zero));
            var row = Assert.Single((await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(RemovalShow.All), 0, 10, CancellationToken.None)).Require().Rows);
            Assert.Equal((days > 0, days), (row.Late, row.DaysLate));
            Assert.Equal(days > 0 ? "no" : "not due yet", RemovalsSheet.WithinDue(removal, at, TimeZoneInfo.FindSystemTimeZoneById(zone)));
            Assert.Equal(days > 0 ? 1 : 0, (await database.Get<ReadOverview>().RunAsync(world.World.As("Owen"), CancellationToken.None)).Removals!.Late);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8761)]
    public async Task Hours_are_a_whole_number_from_one_to_a_year(int hours)
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync(["Vera"]);
        var refused = await database.Get<RegisterApplication>().RunAsync(
            Guid.NewGuid(), world.As("Ada"), new ApplicationFacts { Name = "Amplitude", Kind = ApplicationKind.Amplitude, RemovalHours = hours }, CancellationToken.None);
        Assert.Equal("application.removal-hours", refused.Problem?.Code);
    }
}
