using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Register;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Evidence.Checks;
using AccessReview.Core.Extracts;
using AccessReview.Core.Overview;
using AccessReview.Core.Removals;
using AccessReview.Core.Scoping;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Scoping;

/// <summary>The fear: a mistake of the first day is a gap in every quarter for ever; or somebody takes an application out to be rid of its review.</summary>
public sealed class OutOfScopeTests
{
    private const string Mistake = "Registered by mistake";

    [Fact]
    public async Task A_mistake_waits_for_nobody_and_is_no_gap_once_it_is_taken_out_of_scope_and_all_is_as_before_once_it_is_back()
    {
        await using var world = await CampaignWorld.CreateAsync();
        var mixpanel = await RegisterAsync(world);
        string[] before = ["Mixpanel has not been read yet", "Mixpanel has no owner", "1 application is not reviewed this quarter, and nothing is planned"];
        Assert.Empty(before.Except(await NowAsync(world)));

        (await TakeAsync(world, mixpanel)).Require();
        Assert.DoesNotContain(await NowAsync(world), sentence => before.Contains(sentence));
        var line = await LineAsync(world, "Mixpanel");
        Assert.False(line.IsGap);
        Assert.Equal(RegisterState.OutOfScope, line.Cells[^1].State);
        Assert.Equal((Clock.Now(world.Database.Time).Date, "Ada", Mistake), (line.OutOfScope!.Since.Date, line.OutOfScope.By, line.OutOfScope.Why));
        Assert.Empty((await world.Database.Get<PlanPage>().RunAsync(world.Owen, 1, default)).Require().Others);
        Assert.Equal("scope.out", (await world.Database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), world.Owen, 1, mixpanel, CampaignScope.Default, default)).Problem?.Code);
        Assert.Equal("scope.out", (await world.Database.Get<StartImport>().RunAsync(world.Owen, mixpanel, null, default)).Problem?.Code);
        Assert.Equal("scope.out", (await TakeAsync(world, mixpanel)).Problem?.Code);
        var page = (await world.Database.Get<ApplicationPage>().RunAsync(world.Owen, mixpanel, default)).Require();
        Assert.Equal(Mistake, page.OutOfScope?.Why);

        (await BringAsync(world, mixpanel)).Require();
        Assert.Empty(before.Except(await NowAsync(world)));
        line = await LineAsync(world, "Mixpanel");
        Assert.True(line.IsGap);
        Assert.Null(line.OutOfScope);
        Assert.Equal("scope.in", (await BringAsync(world, mixpanel)).Problem?.Code);
        Assert.DoesNotContain(await VerifyAsync(world), code => code.StartsWith("scope.", StringComparison.Ordinal) || code.StartsWith("text.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_planned_or_under_review_or_still_to_be_removed_stays_in_scope_and_the_sentence_says_which()
    {
        await using var world = await CampaignWorld.CreateAsync();
        var heap = world.World.ApplicationId;
        Assert.Equal("Heap is in the draft C1. Take it out of that plan, or give the plan up, first.", (await TakeAsync(world, heap)).Problem?.Sentence);
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        Assert.Equal("Heap is under review in C1. Close that campaign first.", (await TakeAsync(world, heap)).Problem?.Sentence);

        await world.DecideAsync(DecisionKind.Revoke, "Mia", 1, 2);
        (await world.CloseAsync()).Require();
        Assert.Equal("R1 and another removal in Heap are open, or waived for a time. Settle them first.", (await TakeAsync(world, heap)).Problem?.Sentence);
        await world.UpdateAsync((db, seq) => db.Removals.ExecuteUpdateAsync(s => s.SetProperty(r => r.State, RemovalState.Waived).SetProperty(r => r.EventSeq, seq)));
        Assert.Equal("scope.removals", (await TakeAsync(world, heap)).Problem?.Code);
        await world.UpdateAsync((db, seq) => db.Removals.ExecuteUpdateAsync(s => s.SetProperty(r => r.State, RemovalState.Verified).SetProperty(r => r.EventSeq, seq)));
        Assert.Equal("scope.reason", (await world.Database.Get<TakeOutOfScope>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), heap, null, " no ", default)).Problem?.Code);
        (await TakeAsync(world, heap)).Require();
    }

    [Fact]
    public async Task What_was_reviewed_before_stays_reviewed_and_the_evidence_of_a_closed_campaign_counts_the_application_still()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        var mixpanel = await RegisterAsync(world);
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2, 3, 4, 5);
        (await world.CloseAsync()).Require();
        var registered = await RegisteredAsync(world);
        Assert.Equal(2, registered.CountA);

        await ClockAsync(world, new DateTimeOffset(2026, 12, 20, 12, 0, 0, TimeSpan.Zero));
        (await TakeAsync(world, mixpanel)).Require();
        (await TakeAsync(world, world.World.ApplicationId)).Require();
        Assert.Equal(registered, await RegisteredAsync(world));
        Assert.Equal(RegisterState.Reviewed, (await LineAsync(world, "Heap")).Cells[^1].State);

        // It comes back in the second quarter: the quarter in between is no gap, and this one is.
        await ClockAsync(world, new DateTimeOffset(2027, 5, 3, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal([RegisterState.Reviewed, RegisterState.OutOfScope, RegisterState.OutOfScope], (await LineAsync(world, "Heap")).Cells.TakeLast(3).Select(c => c.State));
        (await BringAsync(world, world.World.ApplicationId)).Require();
        var heap = await LineAsync(world, "Heap");
        Assert.Equal([RegisterState.Reviewed, RegisterState.OutOfScope, RegisterState.NotReviewed], heap.Cells.TakeLast(3).Select(c => c.State));
        Assert.True(heap.IsGap);
    }

    [Fact]
    public async Task While_a_campaign_is_open_its_evidence_names_what_was_taken_out_of_scope_since()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        var mixpanel = await RegisterAsync(world);
        Assert.Equal((2, "without one: Mixpanel; not in this campaign: Mixpanel"), ((int)(await RegisteredAsync(world)).CountA!.Value, (await RegisteredAsync(world)).Explained));
        (await TakeAsync(world, mixpanel)).Require();
        var since = await RegisteredAsync(world);
        Assert.Equal((1, "out of scope: Mixpanel"), ((int)since.CountA!.Value, since.Explained));
    }

    [Theory]
    [InlineData(CampaignState.Closed, 0, false, RegisterState.Reviewed)]
    [InlineData(CampaignState.Closed, 4, false, RegisterState.NotReviewed)]
    [InlineData(CampaignState.Active, 0, false, RegisterState.Open)]
    [InlineData(CampaignState.Draft, 0, false, RegisterState.OutOfScope)]
    [InlineData(CampaignState.Cancelled, 0, true, RegisterState.Missed)]
    [InlineData(null, 0, false, RegisterState.OutOfScope)]
    public void Out_of_scope_a_quarter_shows_what_was_done_or_missed_in_it_and_nothing_that_was_only_planned(CampaignState? campaign, int left, bool missed, RegisterState expected)
    {
        var quarter = new RegisterQuarter(new(2026, 10, 1), new(2026, 12, 31), "Q4 2026");
        RegisterCampaign[] over = campaign is { } state ? [new(1, state, quarter.Start, quarter.End, quarter.End, Late: false, new LeftUnreviewed(left, 4), missed)] : [];
        Assert.Equal(expected, RegisterCampaign.Cell(quarter, true, over, quarter.Start, isOut: true).State);
    }

    [Fact]
    public async Task A_series_goes_on_without_it_and_says_so_and_keeps_the_last_it_reviews()
    {
        await using var world = await CampaignWorld.CreateAsync();
        var heap = world.World.ApplicationId;
        var mixpanel = await PlanMixpanelAsync(world);
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2, 3, 4, 5, 6);
        (await world.CloseAsync()).Require();
        var terms = new ScheduleTerms("Both", Cadence.Quarterly, new(2027, 1, 4), new(2027, 1, 1), new(2027, 3, 31), 14, 10, LaunchesItself: false, "Europe/Berlin");
        (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, terms, null, default)).Require();

        (await TakeAsync(world, mixpanel)).Require();
        Assert.Equal(["Mixpanel"], Assert.Single((await world.Database.Get<ScheduleList>().RunAsync(world.Owen, default)).Require()).LeftOut);
        Assert.Equal("C1 is held again, and would have nothing left to review without Heap. Stop holding it again first.", (await TakeAsync(world, heap)).Problem?.Sentence);
        await ClockAsync(world, new DateTimeOffset(2026, 12, 26, 12, 0, 0, TimeSpan.Zero));
        await using var db = world.Database.Look();
        Assert.Equal([heap], await db.CampaignApplications.Where(p => db.Campaigns.Any(c => c.Id == p.CampaignId && c.Number == 2)).Select(p => p.ApplicationId).ToListAsync());
        Assert.Equal(3, (await world.Database.Get<RepeatCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 1, default)).Require());
        Assert.DoesNotContain(await VerifyAsync(world), code => code.StartsWith("plan.", StringComparison.Ordinal));

        (await world.Database.Get<EndSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, default)).Require();
        foreach (var draft in new[] { 2, 3 })
        {
            (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.Owen, draft, "Not this quarter", default)).Require();
        }

        (await TakeAsync(world, heap)).Require();
        Assert.Equal("campaign.out-of-scope", (await world.Database.Get<RepeatCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 1, default)).Problem?.Code);
        Assert.Equal("campaign.out-of-scope", (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, terms, null, default)).Problem?.Code);
    }

    [SqliteTheory]
    [InlineData("UPDATE Applications SET OutOfScopeSeq = NULL", "scope.state")]
    [InlineData("UPDATE Applications SET OutOfScopeSeq = 1", "scope.state")]
    [InlineData("DELETE FROM Applications WHERE Name = 'Mixpanel'", "scope.gone")]
    [InlineData("UPDATE PrivateTexts SET Text = 'No reason', Hash = randomblob(32) WHERE Text = 'Registered by mistake'", "text.swapped")]
    [InlineData("DELETE FROM PrivateTexts WHERE Text = 'Registered by mistake'", "text.swapped")]
    public async Task What_is_taken_out_or_brought_back_beside_the_product_is_found_and_so_is_another_reason(string tampering, string found)
    {
        await using var world = await CampaignWorld.CreateAsync();
        (await TakeAsync(world, await RegisterAsync(world))).Require();
        Assert.DoesNotContain(found, await VerifyAsync(world));
        await using var db = await Unguarded.OpenAsync(world.Database);
        Assert.NotEqual(0, await db.Database.ExecuteSqlRawAsync(tampering));
        Assert.Contains(found, await VerifyAsync(world));
    }

    private static async Task<long> RegisterAsync(CampaignWorld world) => (await world.Database.Get<RegisterApplication>().RunAsync(
        Guid.NewGuid(), world.World.As("Ada"), new Applications.ApplicationFacts { Name = "Mixpanel", Kind = ApplicationKind.Mixpanel }, default)).Require();

    /// <summary>Mixpanel with one account, read and judged, beside Heap in the draft.</summary>
    private static async Task<long> PlanMixpanelAsync(CampaignWorld world)
    {
        await world.World.ApplicationAsync(ApplicationKind.Mixpanel, new TestAccount("Tomas"));
        await world.SeedAsync(async scope =>
        {
            var people = await scope.Db.Extracts.SingleAsync(e => e.Kind == ExtractKind.People);
            var read = await scope.Db.Extracts.SingleAsync(e => e.Id == world.World.ExtractId);
            scope.Add(new Core.Findings.AssessmentSource { AssessmentId = world.World.AssessmentId, ExtractId = people.Id });
            scope.Add(CampaignWorld.File(scope, read, ExtractFileKind.Users, read.Records, 0, read.Records));
        });
        (await world.Database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), world.Owen, 1, world.World.ApplicationId, CampaignScope.Default, default)).Require();
        return world.World.ApplicationId;
    }

    private static Task<Outcome<Done>> TakeAsync(CampaignWorld world, long application) =>
        world.Database.Get<TakeOutOfScope>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), application, null, Mistake, default);

    private static Task<Outcome<Done>> BringAsync(CampaignWorld world, long application) =>
        world.Database.Get<BringIntoScope>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), application, null, "It is in use after all", default);

    /// <summary>What the overview tells whoever administers, and whoever runs campaigns.</summary>
    private static async Task<List<string>> NowAsync(CampaignWorld world)
    {
        var read = world.Database.Get<ReadOverview>();
        return [.. (await read.RunAsync(world.World.As("Ada"), default)).Now.Concat((await read.RunAsync(world.Owen, default)).Now).Select(n => n.Sentence)];
    }

    private static async Task<RegisterLine> LineAsync(CampaignWorld world, string name) =>
        (await world.Database.Get<ApplicationRegister>().RunAsync(world.Owen, default)).Require().Lines.Single(l => l.Name == name);

    private static async Task<Check> RegisteredAsync(CampaignWorld world)
    {
        await using var db = world.Database.Look();
        var checks = await CompletenessChecks.RunAsync(db, await db.Campaigns.Select(c => c.Id).SingleAsync(), Clock.Now(world.Database.Time), default);
        return checks.Single(c => c.Code == "C5");
    }

    private static async Task<List<string>> VerifyAsync(CampaignWorld world) =>
        [.. (await world.Database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings.Select(f => f.Code)];

    private static async Task ClockAsync(CampaignWorld world, DateTimeOffset now)
    {
        world.Database.Time.SetUtcNow(now);
        await world.Database.Get<FollowUps>().RunAsync(default);
    }
}
