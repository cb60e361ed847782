using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Schedules;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>The machine's clock ran ahead for a while, something was recorded, and it was set right: campaigns and series go on.</summary>
public sealed class AfterAFastClockTests
{
    // The next one is launched on 4 January 2027 and due on the 18th; its draft is prepared on 25 December.
    private static readonly ScheduleTerms Terms = new(
        "Heap", Cadence.Quarterly, new(2027, 1, 4), new(2027, 1, 1), new(2027, 3, 31), OpenDays: 14, PrepareDays: 10, LaunchesItself: true, "Europe/Berlin");

    [Fact]
    public async Task A_campaign_whose_page_shows_every_gate_as_passed_is_launched_although_its_readings_are_too_old_by_the_record()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await AheadAsync(world, new(2026, 11, 30), new(2026, 11, 23), () => world.SeedAsync(_ => Task.CompletedTask));
        await world.PreviewAsync();
        Assert.True((await world.Database.Get<PlanPage>().RunAsync(world.Owen, world.Number, default)).Require().MayLaunch);
        Assert.Equal(5, (await world.LaunchAsync()).Require());
    }

    [Fact]
    public async Task A_due_day_that_the_record_has_passed_is_refused_by_page_and_launch_alike()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await AheadAsync(world, new(2026, 12, 5), new(2026, 11, 23), () => world.SeedAsync(_ => Task.CompletedTask)); // It is due on the 4th.
        await world.PreviewAsync();
        var shut = Assert.Single((await world.Database.Get<PlanPage>().RunAsync(world.Owen, world.Number, default)).Require().Gates, g => !g.Passed);
        Assert.Equal(new Gate("gate.due", false, "A clock ran ahead, and the newest event is of 5 Dec 2026 12:00 UTC: everything would be recorded as late. Choose a later due day."), shut);
        Assert.Equal(new Problem("gate.due", shut.Sentence), (await world.LaunchAsync()).Problem);
    }

    [Theory]
    [InlineData("2026-11-24")] // Nothing is prepared yet.
    [InlineData("2026-12-26")] // The draft is there.
    public async Task A_cycle_that_only_a_fast_clock_missed_is_prepared_and_launched(string day)
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, Terms, null, default)).Require();
        var right = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        await ClockAsync(world, right);
        await AheadAsync(world, new(2027, 1, 20), right, () => ClockAsync(world, new(2027, 1, 20)));
        await using var db = world.Database.Look();
        Assert.NotNull(await db.ScheduledCycles.Select(c => c.MissedAt).SingleAsync());

        await ClockAsync(world, right);
        Assert.NotEqual(CycleState.Missed, (await FirstAsync(world)).State);
        await ClockAsync(world, new(2026, 12, 27));
        await ClockAsync(world, new(2026, 12, 28));
        Assert.Equal((CycleState.Prepared, 2), await FirstAsync(world));

        // Past the day that the record has reached, so that nothing is recorded as late.
        var plan = CampaignPlan.Of(await db.Campaigns.AsNoTracking().SingleAsync(c => c.Number == 2)) with { DueDate = new(2027, 1, 29) };
        (await world.Database.Get<ChangeCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 2, plan, null, default)).Require();
        await world.UpdateAsync((look, seq) => look.Extracts.ExecuteUpdateAsync(s => s.SetProperty(e => e.AsOf, new DateTime(2027, 1, 4)).SetProperty(e => e.EventSeq, seq)));
        await ClockAsync(world, new(2027, 1, 4));
        Assert.Equal((CycleState.Held, 2), await FirstAsync(world));
        Assert.Equal(new DateOnly(2027, 1, 29), await db.Campaigns.Where(c => c.Number == 2).Select(c => c.DueDate).SingleAsync());
    }

    private static async Task AheadAsync(CampaignWorld world, DateOnly ahead, DateOnly right, Func<Task> work)
    {
        world.Database.Time.AdjustTime(Noon(ahead));
        await work();
        world.Database.Time.AdjustTime(Noon(right));
    }

    private static async Task ClockAsync(CampaignWorld world, DateOnly day)
    {
        world.Database.Time.AdjustTime(Noon(day));
        await world.Database.Get<FollowUps>().RunAsync(default);
    }

    private static DateTimeOffset Noon(DateOnly day) => new(day, new TimeOnly(12, 0), TimeSpan.Zero);

    private static async Task<(CycleState State, int? Campaign)> FirstAsync(CampaignWorld world)
    {
        var cycle = Assert.Single((await world.Database.Get<ScheduleList>().RunAsync(world.Owen, default)).Require()).Cycles[0];
        return (cycle.State, cycle.Campaign);
    }
}
