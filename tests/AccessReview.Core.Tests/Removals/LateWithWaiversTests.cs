using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Evidence;

namespace AccessReview.Core.Tests.Removals;

/// <summary>The time for which two persons let access stay is nobody's delay; what was late before they did stays late. The list and the workbook say the same.</summary>
public sealed class LateWithWaiversTests : IAsyncLifetime
{
    private static readonly int Days = new Policy().RemovalDueDays;
    private TestDatabase database = null!;
    private RevokedWorld world = null!;
    private DateOnly due;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await RevokedWorld.CreateAsync(database);
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.RevokeAsync("Sami");
        await world.SignOffAsync("Sami");
        due = (await world.RemovalsAsync())[0].DueDate;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData(-2, "yes", "0")]
    [InlineData(0, "yes", "0")]
    [InlineData(1, "no", "1")]
    public async Task What_goes_while_it_is_waived_is_in_time_unless_it_was_late_when_the_waiver_was_approved(int approved, string inTime, string late)
    {
        await WaiveAsync(due.AddDays(approved), due.AddDays(31));
        await PassAsync(due.AddDays(10));
        await world.ReadAsync(database.Time.Now(), []);
        await database.Get<CheckRemovals>().RunAsync(default);
        Assert.Equal((RemovalState.Verified, inTime, late), await SaidAsync());
    }

    [Fact]
    public async Task What_is_open_again_after_its_waiver_is_late_only_after_the_days_that_the_policy_gives()
    {
        var until = due.AddDays(31);
        await WaiveAsync(due.AddDays(-2), until);
        Assert.Equal((RemovalState.Waived, "does not apply", "0"), await SaidAsync());
        await PassAsync(until.AddDays(1));
        Assert.Equal((RemovalState.WaitingForPerson, "not due yet", "0"), await SaidAsync());
        Assert.Equal((false, 0), await LateAsync());
        await PassAsync(until.AddDays(Days));
        Assert.Equal((false, 0), await LateAsync());
        await PassAsync(until.AddDays(Days + 2));
        Assert.Equal((RemovalState.WaitingForPerson, "no", "1"), await SaidAsync());
        Assert.Equal((true, 2), await LateAsync());
    }

    [Fact]
    public async Task The_days_are_those_of_the_policy_that_the_campaign_was_launched_with()
    {
        await world.World.LaunchedWithAsync(new Policy { RemovalDueDays = Days + 7 });
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), new Policy { RemovalDueDays = Days + 20 }, null, default)).Require();
        await WaiveAsync(due.AddDays(-2), due.AddDays(31));
        Assert.Equal(due.AddDays(31 + Days + 7), (await world.RemovalsAsync())[0].DueDate);
    }

    [Fact]
    public async Task A_waiver_that_is_prolonged_puts_the_day_off_again()
    {
        await WaiveAsync(due.AddDays(-2), due.AddDays(31));
        await WaiveAsync(due.AddDays(20), due.AddDays(60));
        await PassAsync(due.AddDays(61));
        Assert.Equal((RemovalState.WaitingForPerson, "not due yet", "0"), await SaidAsync());
        Assert.Equal(due.AddDays(60 + Days), (await world.RemovalsAsync())[0].DueDate);
    }

    [Fact]
    public async Task What_was_late_when_its_waiver_was_approved_counts_as_late_while_it_runs_and_is_late_again_after_it()
    {
        await WaiveAsync(due.AddDays(60), due.AddDays(90));
        Assert.Equal((RemovalState.Waived, "no", "1"), await SaidAsync());
        Assert.Equal((false, 0), await LateAsync()); // Nothing is to be done about it now.
        await PassAsync(due.AddDays(91));
        Assert.Equal((RemovalState.WaitingForPerson, "no", "1"), await SaidAsync());
        Assert.Equal((true, 91), await LateAsync());
    }

    private async Task WaiveAsync(DateOnly on, DateOnly until)
    {
        await PassAsync(on);
        var waiver = (await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), (await world.RemovalsAsync())[0].Id, until, "The handover takes until then", default)).Require();
        (await database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), waiver, true, default)).Require();
    }

    private async Task PassAsync(DateOnly day)
    {
        database.Time.SetUtcNow(new DateTimeOffset(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero));
        await database.Get<EndWaivers>().RunAsync(default);
    }

    private async Task<(RemovalState State, string? InTime, string? Late)> SaidAsync()
    {
        using var book = await CampaignWorkbook.OfAsync(database, 1);
        return ((await world.RemovalsAsync())[0].State, Assert.Single(book["Removals"].Rows())["Within due date"], book.Said("Past their due day"));
    }

    private async Task<(bool Late, int Days)> LateAsync()
    {
        var row = Assert.Single((await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(), 0, 10, default)).Require().Rows);
        return (row.Late, row.DaysLate);
    }
}
