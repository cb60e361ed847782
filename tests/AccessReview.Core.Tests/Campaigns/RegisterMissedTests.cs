using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Register;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Overview;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>The register hides nothing that was missed behind what was held.</summary>
public sealed class RegisterMissedTests
{
    private static readonly RegisterQuarter Q4 = new(new(2026, 10, 1), new(2026, 12, 31), "Q4 2026");

    [Fact]
    public async Task A_cycle_missed_in_a_quarter_that_another_reviewed_is_said_beside_it()
    {
        await using var world = await CampaignWorld.CreateAsync(plan: CampaignWorld.Plan with { PeriodEnd = new(2026, 10, 31) });
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2, 3, 4, 5);
        (await world.CloseAsync()).Require();
        Assert.Equal((RegisterState.Reviewed, 0), Said(await LineAsync(world)));
        Assert.Empty(await OverviewAsync(world));

        // November's draft was due on 10 December and December's on 9 January; nobody launched them.
        var terms = new ScheduleTerms("Heap", new Cadence(CadenceUnit.Months, 1), new(2026, 11, 30), new(2026, 11, 1), new(2026, 11, 30), 10, 5, LaunchesItself: false, "Europe/Berlin");
        (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, terms, null, default)).Require();
        await DayAsync(world, new(2026, 11, 26));
        await DayAsync(world, new(2026, 12, 12));
        Assert.Equal((RegisterState.Reviewed, 1), Said(await LineAsync(world)));
        Assert.Equal(["Heap: reviewed, 1 missed this quarter"], await OverviewAsync(world));
        await DayAsync(world, new(2026, 12, 26));
        await DayAsync(world, new(2027, 1, 12));
        var line = await LineAsync(world);
        Assert.Equal((RegisterState.Reviewed, 2), (line.Cells[^2].State, line.Cells[^2].Missed));
        Assert.Equal((RegisterState.Planned, 0), Said(line));
        Assert.Empty(await OverviewAsync(world));

        static (RegisterState State, int Missed) Said(RegisterLine line) => (line.Cells[^1].State, line.Cells[^1].Missed);
    }

    [Fact]
    public void What_was_missed_is_counted_beside_what_is_open_or_planned_and_beside_another_that_was_missed()
    {
        var missed = new RegisterCampaign(null, CampaignState.Draft, Q4.Start, Q4.End, new(2026, 11, 2), Late: false, Missed: true);
        var open = new RegisterCampaign(2, CampaignState.Active, Q4.Start, Q4.End, new(2026, 12, 4), Late: false);
        Assert.Equal(new RegisterCell(RegisterState.Open, 2, new(2026, 12, 4), Missed: 1), RegisterCampaign.Cell(Q4, true, [missed, open], null));
        Assert.Equal((RegisterState.Planned, 1), RegisterCampaign.Cell(Q4, true, [missed, open with { State = CampaignState.Draft }], null) is var planned ? (planned.State, planned.Missed) : default);
        Assert.Equal(new RegisterCell(RegisterState.Missed, null, new(2026, 12, 2), Missed: 1), RegisterCampaign.Cell(Q4, true, [missed, missed with { Day = new(2026, 12, 2) }], null));
        Assert.Equal(new RegisterCell(RegisterState.Missed, null, new(2026, 11, 2)), RegisterCampaign.Cell(Q4, true, [missed], null));
    }

    private static async Task DayAsync(CampaignWorld world, DateOnly day)
    {
        world.Database.Time.SetUtcNow(new(day, new(12, 0), TimeSpan.Zero));
        await world.Database.Get<FollowUps>().RunAsync(default);
    }

    private static async Task<RegisterLine> LineAsync(CampaignWorld world) => Assert.Single((await world.Database.Get<ApplicationRegister>().RunAsync(world.Owen, default)).Require().Lines);

    /// <summary>What the overview says of the register.</summary>
    private static async Task<IEnumerable<string>> OverviewAsync(CampaignWorld world) =>
        (await world.Database.Get<ReadOverview>().RunAsync(world.Owen, default)).Now.Where(n => n.Kind == NowKind.Register).Select(n => n.Sentence);
}
