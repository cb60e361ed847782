using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>A campaign is held again as it was: prepared ahead, launched by its owner or by itself, and missed where nobody did.</summary>
public sealed class ScheduleTests
{
    // Launched on 23 November 2026 over the fourth quarter, due on 4 December.
    private static readonly ScheduleTerms Terms = new(
        "Heap", new Cadence(CadenceUnit.Quarters, 1), new(2027, 1, 4), new(2027, 1, 1), new(2027, 3, 31), OpenDays: 14, PrepareDays: 10, LaunchesItself: false, "Europe/Berlin");

    [Fact]
    public async Task The_draft_is_prepared_on_its_day_like_the_last_campaign_and_once_however_often_the_clock_runs()
    {
        await using var world = await LaunchedAsync(Terms);
        await ClockAsync(world, new(2026, 12, 24, 22, 59, 0, DateTimeKind.Utc));
        Assert.Null(await DraftAsync(world));

        await ClockAsync(world, new(2026, 12, 24, 23, 0, 0, DateTimeKind.Utc)); // The 25th begins in Berlin.
        await ClockAsync(world, new(2026, 12, 25, 9, 0, 0, DateTimeKind.Utc));
        var draft = Assert.IsType<Campaign>(await DraftAsync(world));
        Assert.Equal(("Heap, Q1 2027", new DateOnly(2027, 1, 1), new DateOnly(2027, 3, 31), new DateOnly(2027, 1, 18)), (draft.Name, draft.PeriodStart, draft.PeriodEnd, draft.DueDate));
        Assert.Equal(("Quarterly review", "SOC 2 CC6.3", world.World["Owen"]), (draft.Purpose, draft.Controls, draft.OwnerId));
        var application = Assert.Single(draft.Applications);
        Assert.Equal((world.World.ApplicationId, ReviewerRule.Named, world.World["Noa"]), (application.ApplicationId, application.AccountReviewer, application.NamedReviewerId));
        await using var db = world.Database.Look();
        Assert.Equal(5, await db.DraftItems.CountAsync(i => i.CampaignId == draft.Id)); // Its preview is there already.
        Assert.Equal([CycleState.Prepared, CycleState.Planned], (await SeriesAsync(world)).Cycles.Select(c => c.State));
    }

    [Fact]
    public async Task One_that_its_owner_launches_waits_and_is_late_the_day_after()
    {
        await using var world = await LaunchedAsync(Terms);
        await ClockAsync(world, new(2027, 1, 4, 12, 0, 0, DateTimeKind.Utc));
        Assert.Equal(CycleState.Prepared, (await SeriesAsync(world)).Next.State);
        await ClockAsync(world, new(2027, 1, 5, 12, 0, 0, DateTimeKind.Utc));
        Assert.Equal(CycleState.Late, (await SeriesAsync(world)).Next.State);
        Assert.NotNull(await DraftAsync(world));
    }

    [Fact]
    public async Task One_that_launches_itself_waits_for_every_gate_and_gives_its_reviewers_all_their_days()
    {
        await using var world = await LaunchedAsync(Terms with { LaunchesItself = true });
        await ReadAgainAsync(world, new(2026, 12, 20, 12, 0, 0, DateTimeKind.Utc));
        await ClockAsync(world, new(2027, 1, 3, 12, 0, 0, DateTimeKind.Utc));
        await ClockAsync(world, new(2027, 1, 5, 12, 0, 0, DateTimeKind.Utc));
        Assert.NotNull(await DraftAsync(world)); // The reading is two weeks old.

        await ReadAgainAsync(world, new(2027, 1, 5, 12, 0, 0, DateTimeKind.Utc));
        await ClockAsync(world, new(2027, 1, 6, 12, 0, 0, DateTimeKind.Utc));
        await using var db = world.Database.Look();
        var launched = await db.Campaigns.SingleAsync(c => c.Number == 2);
        Assert.Equal((CampaignState.Active, "product", new DateOnly(2027, 1, 20)), (launched.State, launched.LaunchedBy, launched.DueDate));
        Assert.Equal(5, launched.Items);
        Assert.Equal([CycleState.Held, CycleState.Planned], (await SeriesAsync(world)).Cycles.Select(c => c.State));
    }

    [Fact]
    public async Task One_that_launches_itself_does_so_on_its_day_with_the_due_day_it_was_planned_with()
    {
        await using var world = await LaunchedAsync(Terms with { LaunchesItself = true });
        await ReadAgainAsync(world, new(2027, 1, 2, 12, 0, 0, DateTimeKind.Utc));
        await ClockAsync(world, new(2027, 1, 3, 22, 59, 0, DateTimeKind.Utc));
        Assert.NotNull(await DraftAsync(world));
        await ClockAsync(world, new(2027, 1, 3, 23, 0, 0, DateTimeKind.Utc));
        await using var db = world.Database.Look();
        Assert.Equal((CampaignState.Active, new DateOnly(2027, 1, 18)), await db.Campaigns.Where(c => c.Number == 2).Select(c => new ValueTuple<CampaignState, DateOnly>(c.State, c.DueDate)).SingleAsync());
    }

    [Fact]
    public async Task One_that_launches_itself_puts_nothing_before_whoever_has_left_since_it_was_prepared()
    {
        await using var world = await LaunchedAsync(Terms with { LaunchesItself = true });
        await world.UpdateAsync((db, seq) => db.PersonRecords.Where(r => r.Name == "Noa").ExecuteUpdateAsync(s => s.SetProperty(r => r.EndDate, new DateOnly(2026, 12, 31)).SetProperty(r => r.EventSeq, seq)));
        await ClockAsync(world, new(2026, 12, 26, 12, 0, 0, DateTimeKind.Utc));
        await ReadAgainAsync(world, new(2026, 12, 30, 12, 0, 0, DateTimeKind.Utc));
        await ClockAsync(world, new(2026, 12, 31, 12, 0, 0, DateTimeKind.Utc));
        await using var db = world.Database.Look();
        Assert.All(await db.DraftItems.ToListAsync(), i => Assert.Equal(world.World["Noa"], i.ReviewerId));

        await ClockAsync(world, new(2027, 1, 4, 12, 0, 0, DateTimeKind.Utc));
        var turns = await db.ReviewTurns.Where(t => db.Campaigns.Any(c => c.Id == t.CampaignId && c.Number == 2)).ToListAsync();
        Assert.Equal(5, turns.Count);
        Assert.All(turns, t => Assert.Equal((world.World["Owen"], FallbackReason.ReviewerLeft), (t.ReviewerId, t.Fallback)));
    }

    [Fact]
    public async Task Nothing_launches_itself_for_an_owner_who_may_no_longer_run_campaigns()
    {
        await using var world = await LaunchedAsync(Terms with { LaunchesItself = true });
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.UpdateAsync((db, seq) => db.RoleGrants.Where(g => g.PersonId == world.World["Owen"]).ExecuteUpdateAsync(s => s.SetProperty(g => g.EndedAt, new DateTime(2027, 1, 1)).SetProperty(g => g.EventSeq, seq)));
        await ReadAgainAsync(world, new(2027, 1, 4, 12, 0, 0, DateTimeKind.Utc));
        await ClockAsync(world, new(2027, 1, 5, 12, 0, 0, DateTimeKind.Utc));
        Assert.NotNull(await DraftAsync(world));
        var series = Assert.Single((await world.Database.Get<ScheduleList>().RunAsync(world.World.As("Noa"), default)).Require());
        Assert.Equal(("Owen", false), (series.Owner, series.OwnerMayRun));
    }

    [Fact]
    public async Task A_cycle_is_missed_when_its_due_day_passes_and_stays_so_when_it_is_held_later()
    {
        await using var world = await LaunchedAsync(Terms);
        await ClockAsync(world, new(2027, 1, 18, 12, 0, 0, DateTimeKind.Utc));
        Assert.Equal(CycleState.Late, (await SeriesAsync(world)).Cycles[0].State);
        await ClockAsync(world, new(2027, 1, 19, 12, 0, 0, DateTimeKind.Utc));
        await ClockAsync(world, new(2027, 1, 20, 12, 0, 0, DateTimeKind.Utc));
        Assert.Equal(CycleState.Missed, (await SeriesAsync(world)).Cycles[0].State);
        await using (var db = world.Database.Look())
        {
            Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Type == nameof(CycleMissed)));
        }

        await ReadAgainAsync(world, new(2027, 1, 20, 12, 0, 0, DateTimeKind.Utc));
        var later = CampaignPlan.Of((await DraftAsync(world))!) with { DueDate = new(2027, 1, 29) };
        (await world.Database.Get<ChangeCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 2, later, null, default)).Require();
        (await world.Database.Get<PreviewCampaign>().RunAsync(world.Owen, 2, default)).Require();
        (await world.Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 2, default)).Require();
        Assert.Equal(CycleState.HeldLate, (await SeriesAsync(world)).Cycles[0].State);
    }

    [Fact]
    public async Task After_half_a_year_of_standing_still_every_missed_cycle_is_named_and_the_present_one_prepared()
    {
        await using var world = await LaunchedAsync(Terms);
        await ClockAsync(world, new(2027, 7, 2, 12, 0, 0, DateTimeKind.Utc));
        var series = await SeriesAsync(world);
        Assert.Equal(
            [("Heap, Q1 2027", CycleState.Missed), ("Heap, Q2 2027", CycleState.Missed), ("Heap, Q3 2027", CycleState.Prepared), ("Heap, Q4 2027", CycleState.Planned)],
            series.Cycles.Select(c => (c.Name, c.State)));
        await using var db = world.Database.Look();
        Assert.Equal(2, await db.Campaigns.CountAsync()); // No draft for a quarter that is over.
    }

    [Fact]
    public async Task A_draft_that_was_given_up_is_missed_unless_the_series_was_stopped()
    {
        await using var world = await LaunchedAsync(Terms);
        await ClockAsync(world, new(2026, 12, 26, 12, 0, 0, DateTimeKind.Utc));
        (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 2, "Not this quarter", default)).Require();
        Assert.Equal(CycleState.GivenUp, (await SeriesAsync(world)).Cycles[0].State);
        await ClockAsync(world, new(2027, 1, 19, 12, 0, 0, DateTimeKind.Utc));
        Assert.Equal(CycleState.Missed, (await SeriesAsync(world)).Cycles[0].State);

        (await world.Database.Get<EndSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, default)).Require();
        await ClockAsync(world, new(2027, 12, 19, 12, 0, 0, DateTimeKind.Utc));
        Assert.Empty((await world.Database.Get<ScheduleList>().RunAsync(world.Owen, default)).Require());
        await using var db = world.Database.Look();
        Assert.Equal(1, await db.ScheduledCycles.CountAsync());
    }

    [Fact]
    public async Task New_terms_hold_from_the_next_cycle_that_is_not_prepared_and_the_whole_series_shares_them()
    {
        await using var world = await LaunchedAsync(Terms);
        await ClockAsync(world, new(2026, 12, 26, 12, 0, 0, DateTimeKind.Utc));
        await ReadAgainAsync(world, new(2026, 12, 26, 12, 0, 0, DateTimeKind.Utc));
        (await world.Database.Get<PreviewCampaign>().RunAsync(world.Owen, 2, default)).Require();
        (await world.Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 2, default)).Require();

        var monthly = Terms with { Cadence = new(CadenceUnit.Months, 1), Launch = new(2027, 2, 1), PeriodStart = new(2027, 1, 1), PeriodEnd = new(2027, 1, 31), PrepareDays = 5 };
        (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 2, monthly, (await SeriesAsync(world)).Terms, default)).Require();
        var series = await SeriesAsync(world);
        Assert.Equal([("Heap, Q1 2027", 1), ("Heap, January 2027", 2)], series.Cycles.Select(c => (c.Name, c.Dates.Number)));
        Assert.Equal(monthly, series.Terms);
        Assert.Equal(monthly, (await world.Database.Get<NextCampaign>().RunAsync(world.Owen, 1, Cadence.Quarterly, default)).Require().Terms);
    }

    [Fact]
    public async Task A_campaign_that_was_never_launched_is_not_repeated()
    {
        await using var world = await CampaignWorld.CreateAsync();
        Assert.Equal("campaign.not-launched", (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, Terms, null, default)).Problem?.Code);
        Assert.Equal("campaign.not-launched", (await world.Database.Get<RepeatCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 1, default)).Problem?.Code);
    }

    [Fact]
    public async Task Once_more_is_a_draft_over_the_next_period_that_is_nobody_s_cycle()
    {
        await using var world = await LaunchedAsync(terms: null);
        Assert.Equal(2, (await world.Database.Get<RepeatCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 1, default)).Require());
        var draft = (await DraftAsync(world))!;
        Assert.Equal(("Heap, Q1 2027", new DateOnly(2027, 1, 1), new DateOnly(2027, 3, 31), new DateOnly(2027, 1, 12)), (draft.Name, draft.PeriodStart, draft.PeriodEnd, draft.DueDate));
        Assert.Equal(ReviewerRule.Named, Assert.Single(draft.Applications).AccountReviewer);
        await using var db = world.Database.Look();
        Assert.False(await db.ScheduledCycles.AnyAsync());
    }

    [Theory]
    [InlineData(2027, 3, 1, "Heap, Q1 2027", 1)]
    [InlineData(2027, 4, 1, "Heap, Q2 2027", 4)]
    [InlineData(2027, 11, 30, "Heap, Q4 2027", 10)]
    public async Task Once_more_after_a_while_is_over_the_newest_period_that_has_begun(int year, int month, int day, string name, int begins)
    {
        await using var world = await LaunchedAsync(terms: null);
        await ClockAsync(world, new(year, month, day, 12, 0, 0, DateTimeKind.Utc));
        (await world.Database.Get<RepeatCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 1, default)).Require();
        var draft = (await DraftAsync(world))!;
        Assert.Equal((name, new DateOnly(2027, begins, 1)), (draft.Name, draft.PeriodStart));
        Assert.Equal(new DateOnly(year, month, day).AddDays(11), draft.DueDate);
    }

    [Fact]
    public async Task The_close_names_the_launch_of_the_draft_that_is_prepared_already()
    {
        await using var world = await LaunchedAsync(Terms);
        await ClockAsync(world, new(2026, 12, 26, 12, 0, 0, DateTimeKind.Utc));
        var next = (await world.Database.Get<ClosePreview>().RunAsync(world.Owen, 1, default)).Require().Checklist.Single(l => l.Item == ChecklistItem.Next);
        Assert.Contains("the next launch is planned for 4 Jan 2027", next.Words, StringComparison.Ordinal);
    }

    private static async Task<CampaignWorld> LaunchedAsync(ScheduleTerms? terms)
    {
        var world = await CampaignWorld.CreateAsync();
        var named = CampaignScope.Default with { AccountReviewer = ReviewerRule.Named, NamedReviewerId = world.World["Noa"] };
        (await world.Database.Get<ChangeCampaignApplication>().RunAsync(Guid.NewGuid(), world.Owen, 1, world.World.ApplicationId, named, null, default)).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        if (terms is not null)
        {
            (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, terms, null, default)).Require();
        }

        return world;
    }

    private static async Task ClockAsync(CampaignWorld world, DateTime now)
    {
        world.Database.Time.SetUtcNow(new DateTimeOffset(now));
        await world.Database.Get<FollowUps>().RunAsync(default);
    }

    // As if application and staff list had been read anew and nothing in them had changed.
    private static Task ReadAgainAsync(CampaignWorld world, DateTime asOf) =>
        world.UpdateAsync((db, seq) => db.Extracts.ExecuteUpdateAsync(s => s.SetProperty(e => e.AsOf, asOf).SetProperty(e => e.EventSeq, seq)));

    private static async Task<Campaign?> DraftAsync(CampaignWorld world)
    {
        await using var db = world.Database.Look();
        return await db.Campaigns.Include(c => c.Applications).SingleOrDefaultAsync(c => c.State == CampaignState.Draft);
    }

    private static async Task<ScheduleLine> SeriesAsync(CampaignWorld world) => Assert.Single((await world.Database.Get<ScheduleList>().RunAsync(world.Owen, default)).Require());
}
