using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.Register;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Overview;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>The register shows what nobody reviewed, and the overview counts it.</summary>
public sealed class RegisterTests
{
    private static readonly RegisterQuarter Q3 = new(new(2026, 7, 1), new(2026, 9, 30), "Q3 2026");
    private static readonly RegisterQuarter Q4 = new(new(2026, 10, 1), new(2026, 12, 31), "Q4 2026");

    [Fact]
    public void The_last_five_quarters_end_with_the_one_that_runs() =>
        Assert.Equal(["Q1 2026", "Q2 2026", "Q3 2026", "Q4 2026", "Q1 2027"], ApplicationRegister.QuartersTo(new(2027, 3, 31)).Select(q => q.Name));

    [Fact]
    public void A_quarter_without_a_campaign_is_a_gap_once_the_application_was_read_and_not_known_before()
    {
        Assert.Equal(RegisterState.NotReviewed, RegisterCampaign.Cell(Q3, false, [], new(2026, 9, 30)).State);
        Assert.Equal(RegisterState.NotKnown, RegisterCampaign.Cell(Q3, false, [], new(2026, 10, 1)).State);
        Assert.Equal(RegisterState.NotKnown, RegisterCampaign.Cell(Q4, true, [], null).State);
    }

    [Fact]
    public void What_was_closed_counts_before_what_is_open_and_a_plan_counts_only_while_its_quarter_runs()
    {
        var closed = new RegisterCampaign(1, CampaignState.Closed, new(2026, 9, 1), new(2026, 10, 31), new(2026, 11, 2), Late: true);
        var open = new RegisterCampaign(2, CampaignState.Active, new(2026, 10, 1), new(2026, 12, 31), new(2026, 12, 4), Late: false);
        var planned = new RegisterCampaign(null, CampaignState.Draft, new(2026, 7, 1), new(2026, 12, 31), new(2026, 12, 10), Late: false);
        Assert.Equal(new RegisterCell(RegisterState.Reviewed, 1, new(2026, 11, 2), true), RegisterCampaign.Cell(Q4, true, [open, planned, closed], null));
        Assert.Equal(new RegisterCell(RegisterState.Open, 2, new(2026, 12, 4)), RegisterCampaign.Cell(Q4, true, [planned, open], null));
        Assert.Equal(new RegisterCell(RegisterState.Planned, null, new(2026, 12, 10)), RegisterCampaign.Cell(Q4, true, [planned], null));
        Assert.Equal(RegisterState.NotReviewed, RegisterCampaign.Cell(Q3, false, [planned], new(2026, 1, 1)).State);
        Assert.Equal(RegisterState.NotReviewed, RegisterCampaign.Cell(Q3, false, [open with { State = CampaignState.Cancelled, Start = Q3.Start }], new(2026, 1, 1)).State);
    }

    [Fact]
    public async Task An_application_is_planned_open_and_reviewed_in_turn_and_one_that_nobody_reviews_stays_a_gap()
    {
        await using var world = await CampaignWorld.CreateAsync();
        (await world.Database.Get<RegisterApplication>().RunAsync(
            Guid.NewGuid(), world.World.As("Ada"), new Applications.ApplicationFacts { Name = "8x8", Kind = ApplicationKind.EightByEight }, default)).Require();
        Assert.Equal((RegisterState.Planned, 1), await HeapAsync(world));

        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        Assert.Equal((RegisterState.Open, 1), await HeapAsync(world));
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2, 3, 4, 5);
        (await world.CloseAsync()).Require();
        Assert.Equal((RegisterState.Reviewed, 1), await HeapAsync(world));

        var view = await ViewAsync(world);
        var phones = Assert.Single(view.Lines, l => l.Name == "8x8");
        Assert.True(phones.IsGap);
        Assert.Null(phones.ReadAsOf);

        // In the next quarter Heap is a gap, until it is planned to be held again.
        world.Database.Time.SetUtcNow(new DateTimeOffset(2027, 1, 2, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal((RegisterState.NotReviewed, null), await HeapAsync(world));
        var terms = new ScheduleTerms("Heap", Cadence.Quarterly, new(2027, 2, 4), new(2027, 1, 1), new(2027, 3, 31), 14, 10, LaunchesItself: false, "Europe/Berlin");
        (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, terms, null, default)).Require();
        Assert.Equal((RegisterState.Planned, null), await HeapAsync(world));
    }

    [Fact]
    public async Task A_campaign_closed_without_a_decision_over_an_application_leaves_its_gap()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        (await world.CloseAsync()).Require();
        var view = await ViewAsync(world);
        var heap = Assert.Single(view.Lines, l => l.Name == "Heap");
        Assert.True(heap.IsGap);
        Assert.Equal(new RegisterCell(RegisterState.NotReviewed, 1, Clock.DayIn(world.Database.Time.GetUtcNow().UtcDateTime, TimeZoneInfo.Utc), Left: new(5, 5)), heap.Cells[^1]);
    }

    [Fact]
    public async Task A_campaign_closed_with_one_item_decided_reviewed_the_application_and_says_what_it_left()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1);
        (await world.CloseAsync()).Require();
        var cell = Assert.Single((await ViewAsync(world)).Lines).Cells[^1];
        Assert.Equal((RegisterState.Reviewed, new LeftUnreviewed(4, 5)), (cell.State, cell.Left));
    }

    [Fact]
    public async Task An_application_whose_accounts_were_all_left_out_was_not_reviewed_by_the_campaign_that_reviewed_another()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        var mixpanel = (await world.Database.Get<RegisterApplication>().RunAsync(
            Guid.NewGuid(), world.World.As("Ada"), new Applications.ApplicationFacts { Name = "Mixpanel", Kind = ApplicationKind.Mixpanel }, default)).Require();
        await world.SeedAsync(async scope =>
        {
            var campaign = await scope.Db.Campaigns.SingleAsync();
            scope.Add(new CampaignApplication { Id = scope.NewId(), CampaignId = campaign.Id, ApplicationId = mixpanel, AssessmentId = world.World.AssessmentId });
        });
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2, 3, 4, 5);
        (await world.CloseAsync()).Require();
        var lines = (await ViewAsync(world)).Lines;
        Assert.Equal((RegisterState.Reviewed, null), Last("Heap"));
        Assert.Equal((RegisterState.NotReviewed, new LeftUnreviewed(0, 0)), Last("Mixpanel"));
        Assert.True(lines.Single(l => l.Name == "Mixpanel").IsGap);

        (RegisterState State, LeftUnreviewed? Left) Last(string name)
        {
            var cell = lines.Single(l => l.Name == name).Cells[^1];
            return (cell.State, cell.Left);
        }
    }

    [Fact]
    public void A_campaign_without_a_decision_counts_for_nothing_beside_one_that_is_open_or_planned()
    {
        var empty = new RegisterCampaign(1, CampaignState.Closed, Q4.Start, Q4.End, new(2026, 11, 2), Late: false, new(40, 40));
        var open = new RegisterCampaign(2, CampaignState.Active, Q4.Start, Q4.End, new(2026, 12, 4), Late: false);
        Assert.Equal(new RegisterCell(RegisterState.Open, 2, new(2026, 12, 4)), RegisterCampaign.Cell(Q4, true, [empty, open], null));
        Assert.Equal(RegisterState.Planned, RegisterCampaign.Cell(Q4, true, [empty, open with { State = CampaignState.Draft }], null).State);
        Assert.Equal(RegisterState.Reviewed, RegisterCampaign.Cell(Q4, true, [empty, empty with { Left = new(39, 40) }], null).State);
    }

    [Fact]
    public async Task What_only_the_deadline_revoked_leaves_the_gap()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        (await world.CloseAsync()).Require();
        var heap = await LineAsync(world);
        Assert.True(heap.IsGap);
        Assert.Equal((RegisterState.NotReviewed, new LeftUnreviewed(5, 5)), (heap.Cells[^1].State, heap.Cells[^1].Left));
    }

    [Fact]
    public async Task What_a_person_decided_is_reviewed_and_what_the_deadline_took_is_said_as_left()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2, 4);
        (await world.CloseAsync()).Require();

        // Item 4, a team, goes with its account, which nobody decided.
        var cell = (await LineAsync(world)).Cells[^1];
        Assert.Equal((RegisterState.Reviewed, new LeftUnreviewed(3, 5)), (cell.State, cell.Left));
    }

    [Fact]
    public async Task A_campaign_in_which_everything_was_carried_forward_reviewed_nothing()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        (await world.Database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), new Policy { CarryForward = true }, null, default)).Require();
        await using var look = world.Database.Look();
        var policy = await look.PolicyVersions.MaxAsync(p => p.Id);
        await world.UpdateAsync((db, seq) => db.Campaigns.ExecuteUpdateAsync(s => s.SetProperty(c => c.PolicyVersionId, policy).SetProperty(c => c.EventSeq, seq)));
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2, 3, 4, 5);
        await world.UpdateAsync((db, seq) => db.Decisions.ExecuteUpdateAsync(s => s.SetProperty(d => d.Mode, DecisionMode.CarriedForward).SetProperty(d => d.EventSeq, seq)));
        (await world.CloseAsync()).Require();
        var heap = await LineAsync(world);
        Assert.True(heap.IsGap);
        Assert.Equal((RegisterState.NotReviewed, new LeftUnreviewed(5, 5)), (heap.Cells[^1].State, heap.Cells[^1].Left));
    }

    [Fact]
    public async Task A_cycle_that_was_missed_is_a_gap_in_its_quarter_and_afterwards_whether_or_not_it_was_drafted()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        var terms = new ScheduleTerms("Heap", Cadence.Quarterly, new(2027, 1, 4), new(2027, 1, 1), new(2027, 3, 31), 14, 10, LaunchesItself: false, "Europe/Berlin");
        (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, terms, null, default)).Require();
        await ClockAsync(world, new(2027, 1, 10, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal((RegisterState.Planned, 2), await HeapAsync(world));

        await ClockAsync(world, new(2027, 1, 19, 12, 0, 0, TimeSpan.Zero)); // It was due the day before.
        var heap = await LineAsync(world);
        Assert.True(heap.IsGap);
        Assert.Equal(new RegisterCell(RegisterState.Missed, 2, new(2027, 1, 18)), heap.Cells[^1]);

        (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 2, "Not this quarter", default)).Require();
        await ClockAsync(world, new(2027, 7, 2, 12, 0, 0, TimeSpan.Zero)); // Then the product stood still over the whole second quarter.
        Assert.Equal(
            [(RegisterState.Missed, 2), (RegisterState.Missed, null), (RegisterState.Planned, 3)],
            (await LineAsync(world)).Cells.TakeLast(3).Select(c => (c.State, c.Campaign)));
    }

    [Fact]
    public async Task A_draft_whose_due_day_has_passed_plans_nothing()
    {
        await using var world = await CampaignWorld.CreateAsync();
        world.Database.Time.SetUtcNow(new DateTimeOffset(2026, 12, 5, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal((RegisterState.NotReviewed, null), await HeapAsync(world));
    }

    private static async Task ClockAsync(CampaignWorld world, DateTimeOffset now)
    {
        world.Database.Time.SetUtcNow(now);
        await world.Database.Get<FollowUps>().RunAsync(default);
    }

    /// <summary>The register, of which the overview says as many gaps.</summary>
    private static async Task<RegisterView> ViewAsync(CampaignWorld world)
    {
        var view = (await world.Database.Get<ApplicationRegister>().RunAsync(world.Owen, default)).Require();
        Assert.Equal(
            view.Lines.Count(l => l.IsGap) switch
            {
                0 => [],
                1 => ["1 application is not reviewed this quarter, and nothing is planned"],
                var gaps => [$"{gaps} applications are not reviewed this quarter, and nothing is planned"],
            },
            (await world.Database.Get<ReadOverview>().RunAsync(world.Owen, default)).Now.Where(n => n.Kind == NowKind.Register).Select(n => n.Sentence));
        return view;
    }

    private static async Task<RegisterLine> LineAsync(CampaignWorld world) => Assert.Single((await ViewAsync(world)).Lines);

    private static async Task<(RegisterState State, int? Campaign)> HeapAsync(CampaignWorld world)
    {
        var view = await ViewAsync(world);
        var now = Assert.Single(view.Lines, l => l.Name == "Heap").Cells[^1];
        return (now.State, now.Campaign);
    }
}
