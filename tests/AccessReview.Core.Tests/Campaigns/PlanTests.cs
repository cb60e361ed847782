using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

public sealed class PlanTests
{
    [Fact]
    public async Task Due_is_the_end_of_the_day_in_the_campaigns_time_zone()
    {
        await using var world = await CampaignWorld.CreateAsync(plan: CampaignWorld.Plan with { TimeZone = "America/New_York" });
        await using var db = world.Database.Look();
        Assert.Equal(new DateTime(2026, 12, 5, 4, 59, 59, 999, DateTimeKind.Utc), (await db.Campaigns.SingleAsync()).DueAt);
    }

    [Theory]
    [InlineData("campaign.name")]
    [InlineData("campaign.period")]
    [InlineData("campaign.time-zone")]
    public async Task A_plan_that_cannot_be_is_refused_with_what_is_wrong(string code)
    {
        await using var world = await CampaignWorld.CreateAsync();
        var plan = code switch
        {
            "campaign.name" => CampaignWorld.Plan with { Name = " " },
            "campaign.period" => CampaignWorld.Plan with { PeriodEnd = new(2026, 9, 1) },
            _ => CampaignWorld.Plan with { TimeZone = "Mars/Olympus" },
        };
        Assert.Equal(code, (await world.Database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), world.Owen, plan, default)).Problem?.Code);
    }

    [Theory]
    [InlineData("campaign.period", "0001-01-01", "2026-12-31", "2026-12-04", "Give the first day of the period.")]
    [InlineData("campaign.period", "2026-10-01", "0001-01-01", "2026-12-04", "Give the last day of the period.")]
    [InlineData("campaign.period", "2026-10-01", "9999-12-31", "2026-12-04", "31 Dec 9999 cannot be the last day of the period. Choose a day between 1 Jan 1990 and 31 Dec 2200.")]
    [InlineData("campaign.due", "2026-10-01", "2026-12-31", "9999-12-31", "31 Dec 9999 cannot be the day it is due. Choose a day between 1 Jan 1990 and 31 Dec 2200.")]
    public async Task A_day_that_was_emptied_or_cannot_be_meant_is_refused_and_changes_nothing(string code, string start, string end, string due, string sentence)
    {
        static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd");
        await using var world = await CampaignWorld.CreateAsync();
        var plan = CampaignWorld.Plan with { PeriodStart = Day(start), PeriodEnd = Day(end), DueDate = Day(due) };
        Assert.Equal(new Problem(code, sentence), (await world.Database.Get<ChangeCampaign>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, plan, null, default)).Problem);
        Assert.Equal(code, (await world.Database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), world.Owen, plan, default)).Problem?.Code);
        await using var db = world.Database.Look();
        Assert.Equal(CampaignWorld.Plan, CampaignPlan.Of(await db.Campaigns.SingleAsync()));
    }

    [Fact]
    public async Task Only_a_campaign_owner_plans()
    {
        await using var world = await CampaignWorld.CreateAsync();
        Assert.Equal(Problem.DeniedCode, (await world.Database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), CampaignWorld.Plan, default)).Problem?.Code);
    }

    [Fact]
    public async Task An_application_is_in_a_campaign_once_and_a_group_owner_does_not_review_accounts()
    {
        await using var world = await CampaignWorld.CreateAsync();
        var add = world.Database.Get<AddCampaignApplication>();
        Assert.Equal("campaign.application-twice", (await add.RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, CampaignScope.Default, default)).Problem?.Code);
        var change = await world.Database.Get<ChangeCampaignApplication>().RunAsync(
            Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, CampaignScope.Default with { AccountReviewer = ReviewerRule.GroupOwner }, null, default);
        Assert.Equal("scope.rule", change.Problem?.Code);
    }

    [Fact]
    public async Task What_another_owner_changed_after_it_was_shown_is_not_launched()
    {
        await using var world = await CampaignWorld.CreateAsync();
        var shown = await ShownAsync(world);
        (await world.Database.Get<ChangeCampaign>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, shown.Plan with { Deadline = DeadlineRule.Revoke }, shown.Plan, default)).Require();
        var now = await ShownAsync(world);
        Assert.Equal(Problem.ConflictCode, (await LaunchAsync(shown)).Problem?.Code);
        await using var db = world.Database.Look();
        Assert.False(await db.ReviewItems.AnyAsync());
        Assert.Equal(5, (await LaunchAsync(now)).Require());

        Task<Outcome<int>> LaunchAsync(PlanView plan) => world.Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, plan.Mark, default);
    }

    private static async Task<PlanView> ShownAsync(CampaignWorld world)
    {
        await world.PreviewAsync();
        return (await world.Database.Get<PlanPage>().RunAsync(world.Owen, world.Number, default)).Require();
    }

    [Fact]
    public async Task What_another_owner_saved_meanwhile_is_not_undone_by_an_older_plan()
    {
        await using var world = await CampaignWorld.CreateAsync();
        var change = world.Database.Get<ChangeCampaign>();
        var shown = CampaignWorld.Plan;
        (await change.RunAsync(Guid.NewGuid(), world.Owen, world.Number, shown with { Deadline = DeadlineRule.Revoke }, shown, default)).Require();
        Assert.Equal(Problem.ConflictCode, (await change.RunAsync(Guid.NewGuid(), world.Owen, world.Number, shown with { Purpose = "Another" }, shown, default)).Problem?.Code);
        await using var db = world.Database.Look();
        var now = CampaignPlan.Of(await db.Campaigns.SingleAsync());
        Assert.Equal((DeadlineRule.Revoke, shown.Purpose), (now.Deadline, now.Purpose));
        (await change.RunAsync(Guid.NewGuid(), world.Owen, world.Number, now with { Purpose = "Another" }, now, default)).Require();
    }

    [Fact]
    public async Task Nor_is_what_another_owner_chose_to_review_of_an_application()
    {
        await using var world = await CampaignWorld.CreateAsync();
        var change = world.Database.Get<ChangeCampaignApplication>();
        var (shown, heap) = (CampaignWorld.Scope, world.World.ApplicationId);
        (await change.RunAsync(Guid.NewGuid(), world.Owen, world.Number, heap, shown with { IncludeDisabled = true }, shown, default)).Require();
        var late = await change.RunAsync(Guid.NewGuid(), world.Owen, world.Number, heap, shown with { IncludeAssignments = false }, shown, default);
        Assert.Equal(Problem.ConflictCode, late.Problem?.Code);
        await using var db = world.Database.Look();
        Assert.Equal(shown with { IncludeDisabled = true }, CampaignScope.Of(await db.CampaignApplications.SingleAsync()));
    }

    [Fact]
    public async Task Nor_what_another_administrator_said_of_the_application()
    {
        await using var world = await CampaignWorld.CreateAsync();
        var (change, heap) = (world.Database.Get<ChangeApplication>(), world.World.ApplicationId);
        async Task<Applications.ApplicationFacts> SaidAsync() => (await world.Database.Get<ApplicationPage>().RunAsync(world.World.As("Ada"), heap, default)).Require().Said;
        var shown = await SaidAsync();
        (await change.RunAsync(Guid.NewGuid(), world.World.As("Ada"), heap, shown with { PrivilegedRoles = ["Admin", "Owner"] }, shown, default)).Require();
        var late = await change.RunAsync(Guid.NewGuid(), world.World.As("Ada"), heap, shown with { SeatPriceMinor = 32_700, Currency = "USD" }, shown, default);
        Assert.Equal(Problem.ConflictCode, late.Problem?.Code);
        var now = await SaidAsync();
        Assert.Equal(["Admin", "Owner"], now.PrivilegedRoles);
        (await change.RunAsync(Guid.NewGuid(), world.World.As("Ada"), heap, now with { SeatPriceMinor = 32_700, Currency = "USD" }, now, default)).Require();
        Assert.Equal(["Admin", "Owner"], (await SaidAsync()).PrivilegedRoles);
    }

    [Fact]
    public async Task A_preview_is_noted_in_the_same_room_whether_the_plan_has_one_application_or_many()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        var one = await NoteAsync();
        for (var n = 0; n < 20; n++)
        {
            var more = (await world.Database.Get<RegisterApplication>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), new() { Name = "More " + n, Kind = ApplicationKind.Other }, default)).Require();
            (await world.Database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, more, CampaignScope.Default, default)).Require();
        }

        await world.PreviewAsync();
        var many = await NoteAsync();
        Assert.Equal((64, 64), (one.Length, many.Length));
        Assert.NotEqual(one, many);

        async Task<string> NoteAsync()
        {
            await using var db = world.Database.Look();
            return await db.DraftPreviews.Select(p => p.Assessments).SingleAsync();
        }
    }

    [Fact]
    public async Task A_cancelled_campaign_keeps_everything_and_cannot_start_again()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        var cancel = world.Database.Get<CancelCampaign>();
        Assert.Equal("campaign.reason", (await cancel.RunAsync(Guid.NewGuid(), world.Owen, world.Number, " ", default)).Problem?.Code);
        (await cancel.RunAsync(Guid.NewGuid(), world.Owen, world.Number, "The wrong quarter", default)).Require();
        await using var db = world.Database.Look();
        Assert.Equal(5, await db.ReviewItems.CountAsync());
        Assert.Equal(CampaignState.Cancelled, (await db.Campaigns.SingleAsync()).State);
        Assert.Equal("campaign.state", (await cancel.RunAsync(Guid.NewGuid(), world.Owen, world.Number, "Again", default)).Problem?.Code);
    }

    [Fact]
    public async Task A_draft_that_was_launched_before_it_was_given_up_goes_on()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        var refused = await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, "Planned twice", CampaignState.Draft, still: null, default);
        Assert.Equal((Problem.ConflictCode, true), (refused.Problem?.Code, refused.Problem?.Sentence.Contains("This campaign is active by now", StringComparison.Ordinal)));
        await using var db = world.Database.Look();
        Assert.Equal(CampaignState.Active, (await db.Campaigns.SingleAsync()).State);
    }

    [Fact]
    public async Task A_draft_that_there_is_no_reason_any_more_to_give_up_stays()
    {
        await using var world = await CampaignWorld.CreateAsync();
        var refused = await world.Database.Get<CancelCampaign>()
            .RunAsync(Guid.NewGuid(), Actor.Product, world.Number, "Its owner is gone", CampaignState.Draft, (db, token) => db.Campaigns.AnyAsync(c => c.OwnerId != world.World["Owen"], token), default);
        Assert.Equal(Problem.ConflictCode, refused.Problem?.Code);
        await using var db = world.Database.Look();
        Assert.Equal(CampaignState.Draft, (await db.Campaigns.SingleAsync()).State);
    }

    [Fact]
    public async Task Giving_up_cancels_every_removal_that_was_not_begun_and_says_how_many_stay()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 3, 4, 5);
        await world.ReviewAsync(DecisionKind.Revoke, "Mia", 1, 2);
        await world.SignStatementAsync("Mia");
        await using var db = world.Database.Look();
        var removals = await db.Removals.AsNoTracking().OrderBy(r => r.Number).Select(r => r.Id).ToListAsync();
        (await world.Database.Get<NoteDone>().RunAsync(Guid.NewGuid(), world.Owen, new HandWork([removals[0]], world.World["Owen"], new DateOnly(2026, 11, 23), ""), default)).Require();
        var page = world.Database.Get<CampaignPage>();
        Assert.Equal((1, 1), (await page.RunAsync(world.Owen, world.Number, default)).Require().Removals);

        (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, "Launched on the wrong staff list", default)).Require();
        Assert.Equal([RemovalState.WaitingForPerson, RemovalState.Cancelled], await db.Removals.AsNoTracking().OrderBy(r => r.Number).Select(r => r.State).ToListAsync());
        var said = EventJson.Read<CampaignCancelled>(await db.AuditEvents.AsNoTracking().SingleAsync(e => e.Type == nameof(CampaignCancelled)));
        Assert.Equal([removals[1]], said.RemovalIds);
        Assert.Equal(1, said.Begun);
        Assert.Equal(
            "Cancelled it, and 1 removal not begun with it; 1 removal had begun, and stays.",
            (await world.Database.Get<CampaignHistory>().RunAsync(world.Owen, world.Number, 0, 1, default)).Require().Lines[0].What);
    }

    [Fact]
    public void Every_move_that_is_not_listed_is_refused()
    {
        var listed = new[] { (CampaignState.Draft, CampaignState.Active), (CampaignState.Draft, CampaignState.Cancelled), (CampaignState.Active, CampaignState.Closed), (CampaignState.Active, CampaignState.Cancelled) };
        foreach (var from in Enum.GetValues<CampaignState>())
        {
            foreach (var to in Enum.GetValues<CampaignState>())
            {
                var campaign = new Campaign { Id = 1, Number = 1, Name = "x", PeriodStart = default, PeriodEnd = default, TimeZone = "UTC", DueDate = default, DueAt = default, State = from, OwnerId = 1 };
                Assert.Equal(listed.Contains((from, to)), campaign.MoveTo(to).IsOk);
                Assert.Equal(listed.Contains((from, to)) ? to : from, campaign.State);
            }
        }
    }
}
