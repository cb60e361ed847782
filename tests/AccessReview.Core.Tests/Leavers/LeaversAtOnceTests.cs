using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Leavers;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Leavers;

/// <summary>Where the policy says so, somebody is asked at once about the access of people who have left, in a campaign of its own.</summary>
public sealed class LeaversAtOnceTests
{
    private static readonly DateTime NextQuarter = new(2027, 2, 19, 18, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task A_campaign_about_the_leavers_alone_is_launched_at_once_before_the_applications_owner()
    {
        await using var quarter = await Quarter.StartAsync();
        var expected = await OpenLeaversAsync(quarter);
        Assert.NotEmpty(expected);
        await AtOnceAsync(quarter);

        await using var db = quarter.Database.Look();
        var campaign = await db.Campaigns.Include(c => c.Applications).SingleAsync();
        Assert.Equal(("Leavers of Heap, 2026-11-20", CampaignState.Active, CampaignPart.Leavers), (campaign.Name, campaign.State, campaign.Part));
        Assert.Equal((new DateOnly(2026, 11, 22), "product"), (campaign.DueDate, campaign.LaunchedBy));
        Assert.Equal((await quarter.AsAsync("dmitri.raman")).PersonId, campaign.OwnerId);
        Assert.Equal(expected, await ItemsAsync(db, campaign.Id));
        var nadia = (await quarter.AsAsync("nadia.petrov")).PersonId;
        Assert.All(await db.ReviewTurns.ToListAsync(), t => Assert.Equal(nadia, t.ReviewerId));

        // Everybody else is outside it by name, and nobody had to approve that.
        Assert.Null(Assert.Single(campaign.Applications).ScopeApprovedById);
        Assert.Equal(194, expected.Count + await db.LeftOutAccounts.CountAsync());
        Assert.All(await db.CompletenessChecks.Where(c => c.Check == "C3").ToListAsync(), c => Assert.Equal(CheckResult.Pass, c.Result));
    }

    [Theory]
    [InlineData(0, "2026-11-22")]
    [InlineData(3, "2026-11-25")] // Past the day that the draft was due: whoever decides has all their days.
    public async Task However_often_the_clock_runs_there_is_one_and_a_killed_process_goes_on_with_its_draft(int days, string due)
    {
        await using var quarter = await Quarter.StartAsync();
        await AtOnceAsync(quarter, run: false);
        await using var db = quarter.Database.Look();
        var heap = await db.Applications.Select(a => a.Id).SingleAsync();
        Assert.Equal(1, await quarter.Database.Get<DraftLeavers>().RunAsync(heap, default)); // Killed before it was launched.
        Assert.Equal(0, await quarter.Database.Get<DraftLeavers>().RunAsync(heap, default));

        quarter.Database.Time.Advance(TimeSpan.FromDays(days));
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        var campaign = await db.Campaigns.AsNoTracking().SingleAsync();
        Assert.Equal((CampaignState.Active, DateOnly.Parse(due, CultureInfo.InvariantCulture)), (campaign.State, campaign.DueDate));
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Type == nameof(LeaversDrafted)));
    }

    [Fact]
    public async Task Nothing_is_held_at_once_unless_the_policy_says_so_nor_about_what_an_open_campaign_holds()
    {
        await using var quarter = await Quarter.StartAsync();
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        await using var db = quarter.Database.Look();
        Assert.False(await db.Campaigns.AnyAsync());

        await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await AtOnceAsync(quarter);
        Assert.Equal(1, await db.Campaigns.CountAsync());
    }

    [Fact]
    public async Task An_incomplete_reading_asks_about_nobody()
    {
        await using var quarter = await Quarter.StartAsync();
        (await quarter.Database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", (scope, _) =>
        {
            scope.AfterEvent(_ => scope.Db.Extracts.Where(e => e.Kind == ExtractKind.People).ExecuteUpdateAsync(s => s.SetProperty(e => e.Completeness, Completeness.Incomplete).SetProperty(e => e.EventSeq, scope.Seq)));
            scope.Record(new Seeded());
            return Task.FromResult<Outcome<Done>>(Done.Yes);
        }, default)).Require();
        await AtOnceAsync(quarter);
        await using var after = quarter.Database.Look();
        Assert.False(await after.Campaigns.AnyAsync());
    }

    [Fact]
    public async Task What_is_revoked_is_removed_and_verified_and_the_page_says_how_long_it_was_kept()
    {
        await using var quarter = await Quarter.StartAsync();
        await AtOnceAsync(quarter);
        var dmitri = await quarter.AsAsync("dmitri.raman");
        var before = (await quarter.Database.Get<LeaverList>().RunAsync(dmitri, new LeaverFilter(), 0, default)).Require();
        Assert.All(before.Rows, r => Assert.Equal((true, 1, CampaignState.Active), (r.Open, r.Asked!.Value.Number, r.Asked.Value.State)));
        Assert.Equal((before.Total, before.Total, 0), (before.Figures.Open, before.Figures.BeforeReviewers, before.Figures.UnderRemoval));
        var emails = before.Rows.Select(r => r.Email).ToHashSet(StringComparer.Ordinal);
        await quarter.Reviewers(1).DecideAllAsync(emails);
        await quarter.Reviewers(1).SignAllAsync();
        await using (var db = quarter.Database.Look())
        {
            Assert.Equal(emails.Count, await db.Removals.CountAsync(r => r.GroupId == null));
        }

        var signed = (await quarter.Database.Get<LeaverList>().RunAsync(dmitri, new LeaverFilter(), 0, default)).Require();
        Assert.Equal((0, before.Total), (signed.Figures.BeforeReviewers, signed.Figures.UnderRemoval));

        await quarter.ReadAsync("2027Q1", NextQuarter);
        var after = (await quarter.Database.Get<LeaverList>().RunAsync(dmitri, new LeaverFilter(Open: false), 0, default)).Require();
        Assert.NotEmpty(after.Rows);
        Assert.All(after.Rows, r => Assert.Equal((RemovalState.Verified, NextQuarter), (r.Removal!.Value.State, r.Ended!.Value)));
        foreach (var row in after.Rows.Where(r => r.LastDay is not null))
        {
            var end = Clock.EndOfDay(row.LastDay!.Value, (await PolicyAsync(quarter)).Zone);
            Assert.Equal((NextQuarter - end).TotalHours, row.Hours!.Value, 3);
        }
    }

    [Fact]
    public async Task What_was_kept_under_a_signature_is_not_asked_again_until_something_about_it_changes()
    {
        await using var quarter = await Quarter.StartAsync();
        await AtOnceAsync(quarter);
        await quarter.Reviewers(1).DecideAllAsync(new HashSet<string>());
        await quarter.Reviewers(1).SignAllAsync();
        await CloseAsync(quarter, 1);
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        await using var db = quarter.Database.Look();
        Assert.Equal(1, await db.Campaigns.CountAsync());
        var dmitri = await quarter.AsAsync("dmitri.raman");
        var list = (await quarter.Database.Get<LeaverList>().RunAsync(dmitri, new LeaverFilter(), 0, default)).Require();
        Assert.All(list.Rows, r => Assert.Equal(OutcomeKind.Certified, r.Asked!.Value.Outcome));
        Assert.Equal((list.Total, list.Total, 1, 0), (list.Figures.Open, list.Figures.Kept, list.Figures.KeptBy, list.Figures.Later));

        // It is no measure for the next review of everybody, and the register counts no quarter as reviewed by it.
        var heap = await db.Applications.Select(a => a.Id).SingleAsync();
        Assert.Null(await PreviousReviewReader.LastClosedAsync(db, heap, default));
        Assert.True(Assert.Single((await quarter.Database.Get<Core.Campaigns.Register.ApplicationRegister>().RunAsync(dmitri, default)).Require().Lines).IsGap);

        // A quarter later others have left, and nobody is asked about those who were kept and are as they were.
        var kept = await ItemsAsync(db, await db.Campaigns.Select(c => c.Id).SingleAsync());
        await quarter.ReadAsync("2027Q1", NextQuarter);
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        var second = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Number == 2);
        var asked = await ItemsAsync(db, second.Id);
        Assert.NotEmpty(asked);
        var same = await SameAsync(db, kept);
        Assert.NotEmpty(same);
        Assert.Empty(asked.Intersect(same));
        Assert.Equal((await OpenLeaversAsync(quarter)).Except(same).Order(), asked.Order());
        Assert.True((await quarter.Database.Get<LeaverList>().RunAsync(dmitri, new LeaverFilter(), 0, default)).Require().Figures is { KeptBy: 1 } later && (later.Kept, later.BeforeReviewers) == (same.Count, asked.Count));
    }

    [Fact]
    public async Task What_a_campaign_owner_gives_up_comes_back_with_the_next_reading_and_not_before()
    {
        await using var quarter = await Quarter.StartAsync();
        await AtOnceAsync(quarter);
        (await quarter.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), await quarter.AsAsync("dmitri.raman"), 1, "They are consultants now.", default)).Require();
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        await using var db = quarter.Database.Look();
        Assert.Equal(1, await db.Campaigns.CountAsync());
        await quarter.ReadAsync("2027Q1", NextQuarter);
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        Assert.Equal(CampaignState.Active, (await db.Campaigns.AsNoTracking().SingleAsync(c => c.Number == 2)).State);
    }

    [Fact]
    public async Task The_policy_needs_a_campaign_owner_for_it()
    {
        await using var quarter = await Quarter.StartAsync();
        var policy = await PolicyAsync(quarter) with { Leavers = LeaversRule.AtOnce };
        var kaito = await quarter.AsAsync("kaito.ivanov");
        Assert.Equal("policy.leavers", (await quarter.Database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), kaito, policy, null, default)).Problem?.Code);
        var nadia = (await quarter.AsAsync("nadia.petrov")).PersonId;
        Assert.Equal("policy.leavers", (await quarter.Database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), kaito, policy with { LeaversOwnerId = nadia }, null, default)).Problem?.Code);
        Assert.Equal("policy.range", (await quarter.Database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), kaito, policy with { LeaversDueDays = 0 }, null, default)).Problem?.Code);
    }

    [Fact]
    public async Task Such_a_campaign_is_neither_repeated_nor_given_an_addendum()
    {
        await using var quarter = await Quarter.StartAsync();
        await AtOnceAsync(quarter);
        var dmitri = await quarter.AsAsync("dmitri.raman");
        Assert.Equal("campaign.part", (await quarter.Database.Get<RepeatCampaign>().RunAsync(Guid.NewGuid(), dmitri, 1, default)).Problem?.Code);
        Assert.Equal("addendum.not-open", (await quarter.Database.Get<Core.Campaigns.Addenda.DraftAddendum>().RunAsync(Guid.NewGuid(), dmitri, 1, default)).Problem?.Code);
    }

    private static async Task AtOnceAsync(Quarter quarter, bool run = true)
    {
        var owner = (await quarter.AsAsync("dmitri.raman")).PersonId;
        (await quarter.Database.Get<SetPolicy>().RunAsync(
            Guid.NewGuid(), await quarter.AsAsync("kaito.ivanov"), await PolicyAsync(quarter) with { Leavers = LeaversRule.AtOnce, LeaversOwnerId = owner }, null, default)).Require();
        if (run)
        {
            await quarter.Database.Get<FollowUps>().RunAsync(default);
            return;
        }

        await using var db = quarter.Database.Look();
        (await quarter.Database.Get<AssessApplication>().RunAsync(Guid.NewGuid(), Actor.Product, await db.Applications.Select(a => a.Id).SingleAsync(), default)).Require();
    }

    private static async Task<Policy> PolicyAsync(Quarter quarter)
    {
        await using var db = quarter.Database.Look();
        return (await CurrentPolicy.ReadAsync(db, default)).Policy;
    }

    // Accounts that a leaver can get into, as the newest assessment has them.
    private static async Task<List<string>> OpenLeaversAsync(Quarter quarter)
    {
        await using var db = quarter.Database.Look();
        return [.. (await (
            from assessed in db.AssessedAccounts
            where db.Applications.Any(a => a.CurrentAssessmentId == assessed.AssessmentId) && (assessed.Findings & Finding.Left) != Finding.None
            join record in db.AccountRecords on assessed.AccountRecordId equals record.Id
            where record.Status != AccountStatus.Disabled
            select record.Email).ToListAsync()).Order(StringComparer.Ordinal)];
    }

    private static async Task<List<string>> ItemsAsync(ReviewDb db, long campaignId) => [.. (await db.ReviewItems
        .Where(i => i.CampaignId == campaignId && i.ParentItemId == null).Join(db.AccountRecords, i => i.AccountRecordId, r => r.Id, (_, r) => r.Email).ToListAsync()).Order(StringComparer.Ordinal)];

    // Those whose role, groups, employment, manager and findings are as they were when they were kept.
    private static async Task<List<string>> SameAsync(ReviewDb db, List<string> kept)
    {
        var prints = await (
            from assessed in db.AssessedAccounts
            where db.Applications.Any(a => a.CurrentAssessmentId == assessed.AssessmentId) || db.ReviewItems.Any(i => i.AssessedAccountId == assessed.Id)
            join record in db.AccountRecords on assessed.AccountRecordId equals record.Id
            select new { assessed.Id, record.Email, assessed.Fingerprint }).ToListAsync();
        return [.. prints.Where(p => kept.Contains(p.Email)).GroupBy(p => p.Email).Where(g => g.Count() > 1 && g.Select(p => Convert.ToHexString(p.Fingerprint)).Distinct().Count() == 1).Select(g => g.Key)];
    }

    private static async Task CloseAsync(Quarter quarter, int number)
    {
        var owner = await quarter.AsAsync("dmitri.raman");
        var close = (await quarter.Database.Get<ClosePreview>().RunAsync(owner, number, default)).Require();
        var exceptions = close.Exceptions.Select(e => new StatedException(e.Kind, "Known and followed up", owner.PersonId!.Value, new DateOnly(2026, 12, 20))).ToList();
        (await quarter.Database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owner, number, new CloseInput(close.Statement, "The access is in order.", exceptions), default)).Require();
    }

    private sealed record Seeded : EventBody;
}
