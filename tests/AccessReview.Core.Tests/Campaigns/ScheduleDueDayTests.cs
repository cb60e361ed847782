using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Schedules;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>The days that its owner gave a prepared draft or a series are kept by the clock.</summary>
public sealed class ScheduleDueDayTests
{
    // The next one is launched on 4 January 2027 and due on the 18th; its draft is prepared on 25 December.
    private static readonly ScheduleTerms Terms = new(
        "Heap", Cadence.Quarterly, new(2027, 1, 4), new(2027, 1, 1), new(2027, 3, 31), OpenDays: 14, PrepareDays: 10, LaunchesItself: true, "Europe/Berlin");

    [Theory]
    [InlineData(4, 11)]
    [InlineData(6, 13)] // Two days late: its reviewers have a week all the same.
    public async Task A_draft_that_is_due_sooner_than_the_schedule_says_is_launched_with_the_days_its_owner_gave_it(int launched, int due)
    {
        await using var world = await ScheduledAsync(Terms);
        await ClockAsync(world, new(2026, 12, 26));
        await MoveAsync(world, new(2027, 1, 11));
        await ReadAgainAsync(world, new(2027, 1, launched));
        await ClockAsync(world, new(2027, 1, launched));
        Assert.Equal((CampaignState.Active, new DateOnly(2027, 1, due)), await SecondAsync(world));
    }

    [Fact]
    public async Task A_cycle_whose_draft_is_due_later_is_not_missed_before_and_is_launched_once_every_gate_passes()
    {
        await using var world = await ScheduledAsync(Terms);
        await ClockAsync(world, new(2027, 1, 18)); // Its readings are too old.
        await MoveAsync(world, new(2027, 1, 29));
        await ClockAsync(world, new(2027, 1, 19));
        Assert.Equal((CycleState.Late, new DateOnly(2027, 1, 29)), await FirstAsync(world));

        await ReadAgainAsync(world, new(2027, 1, 20));
        await ClockAsync(world, new(2027, 1, 20));
        Assert.Equal((CampaignState.Active, new DateOnly(2027, 1, 31)), await SecondAsync(world)); // Two days after the owner gave it eleven.
        Assert.Equal(CycleState.Held, (await FirstAsync(world)).State);
    }

    [Fact]
    public async Task A_cycle_whose_draft_was_due_later_is_missed_by_that_day()
    {
        await using var world = await ScheduledAsync(Terms);
        await ClockAsync(world, new(2027, 1, 18));
        await MoveAsync(world, new(2027, 1, 29));
        await ClockAsync(world, new(2027, 1, 29));
        Assert.Equal(CycleState.Late, (await FirstAsync(world)).State);
        await ClockAsync(world, new(2027, 1, 30));
        Assert.Equal(CycleState.Missed, (await FirstAsync(world)).State);
        await using var db = world.Database.Look();
        Assert.Equal(new DateOnly(2027, 1, 29), EventJson.Read<CycleMissed>(await db.AuditEvents.SingleAsync(e => e.Type == nameof(CycleMissed))).Due);
    }

    [Fact]
    public async Task A_series_that_began_on_the_31st_comes_back_to_it_although_its_owner_changed_something_else_in_february()
    {
        var monthly = Terms with
        {
            Cadence = new(CadenceUnit.Months, 1), Launch = new(2027, 1, 31), PeriodStart = new(2027, 1, 1), PeriodEnd = new(2027, 1, 31), PrepareDays = 5, LaunchesItself = false,
        };
        await using var world = await ScheduledAsync(monthly);
        await ClockAsync(world, new(2027, 2, 1));
        var shown = (await SeriesAsync(world)).Terms;
        Assert.Equal(new DateOnly(2027, 2, 28), shown.Launch);
        (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, shown with { LaunchesItself = true }, shown, default)).Require();
        var set = await SeriesAsync(world);
        Assert.Equal(shown with { LaunchesItself = true }, set.Terms);
        Assert.Equal([new(2027, 2, 28), new(2027, 3, 31), new DateOnly(2027, 4, 30)], Enumerable.Range(0, 3).Select(n => set.Coming(set.Terms, n).Launch)); // As the form shows them.

        await ClockAsync(world, new(2027, 2, 23)); // February's is prepared.
        Assert.Equal(new DateOnly(2027, 3, 31), (await SeriesAsync(world)).Terms.Launch);

        // Another day is another day to count from.
        var on28th = (await SeriesAsync(world)).Terms with { Launch = new(2027, 3, 28) };
        (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, on28th, (await SeriesAsync(world)).Terms, default)).Require();
        await ClockAsync(world, new(2027, 3, 23));
        Assert.Equal(new DateOnly(2027, 4, 28), (await SeriesAsync(world)).Terms.Launch);
    }

    private static async Task<CampaignWorld> ScheduledAsync(ScheduleTerms terms)
    {
        var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, terms, null, default)).Require();
        return world;
    }

    private static async Task MoveAsync(CampaignWorld world, DateOnly due)
    {
        await using var db = world.Database.Look();
        var plan = CampaignPlan.Of(await db.Campaigns.SingleAsync(c => c.Number == 2)) with { DueDate = due };
        (await world.Database.Get<ChangeCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 2, plan, null, default)).Require();
    }

    // Noon of that day, UTC.
    private static async Task ClockAsync(CampaignWorld world, DateOnly day)
    {
        world.Database.Time.SetUtcNow(new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero));
        await world.Database.Get<FollowUps>().RunAsync(default);
    }

    // As if application and staff list had been read anew that morning and nothing in them had changed.
    private static Task ReadAgainAsync(CampaignWorld world, DateOnly day) => world.UpdateAsync(
        (db, seq) => db.Extracts.ExecuteUpdateAsync(s => s.SetProperty(e => e.AsOf, day.ToDateTime(new TimeOnly(6, 0))).SetProperty(e => e.EventSeq, seq)));

    private static async Task<(CampaignState State, DateOnly Due)> SecondAsync(CampaignWorld world)
    {
        await using var db = world.Database.Look();
        var campaign = await db.Campaigns.SingleAsync(c => c.Number == 2);
        return (campaign.State, campaign.DueDate);
    }

    private static async Task<(CycleState State, DateOnly Due)> FirstAsync(CampaignWorld world)
    {
        var cycle = (await SeriesAsync(world)).Cycles[0];
        return (cycle.State, cycle.Dates.Due);
    }

    private static async Task<ScheduleLine> SeriesAsync(CampaignWorld world) => Assert.Single((await world.Database.Get<ScheduleList>().RunAsync(world.Owen, default)).Require());
}
