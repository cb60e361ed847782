using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>Reviewers get more days for a reason, and nobody forgets when it was due first.</summary>
public sealed class ExtendTests
{
    [Fact]
    public async Task A_campaign_is_due_later_and_the_evidence_names_both_days_and_the_reason()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        (await ExtendAsync(world, new(2026, 12, 11), "Half of them were away")).Require();
        (await ExtendAsync(world, new(2026, 12, 18), "And the other half")).Require();

        await using var db = world.Database.Look();
        var campaign = await db.Campaigns.SingleAsync();
        Assert.Equal((new DateOnly(2026, 12, 18), new DateTime(2026, 12, 18, 22, 59, 59, 999, DateTimeKind.Utc)), (campaign.DueDate, campaign.DueAt));
        var scope = await ReportScope.ReadAsync(db, campaign.Id, new EditionName(EditionKind.Interim, 1), world.Database.Time.Now(), default);
        var file = new MemoryStream();
        await EvidenceWorkbook.WriteAsync(await EvidenceReport.ReadAsync(scope, [], [], [], [], default), file);
        using var book = new RawWorkbook(file);
        var facts = book["Summary"].Rows().ToDictionary(r => r["Topic"] + ": " + r["What"], r => r["Value"]);
        Assert.Equal("from 2026-12-04 to 2026-12-11 by Owen on 2026-11-23 09:00 UTC: Half of them were away", facts["Campaign: Extension 1"]);
        Assert.StartsWith("from 2026-12-11 to 2026-12-18 by Owen", facts["Campaign: Extension 2"], StringComparison.Ordinal);
        var due = book["Configuration"].Rows().Single(r => r["Of"] == "Campaign" && r["Setting"] == "Due");
        Assert.Equal(("2026-12-04", "2026-12-18", "yes"), (due["At launch"], due["At close"], due["Changed"]));
        var verified = (await world.Database.Get<VerifyChain>().RunAsync(world.Owen, null, default)).Require();
        Assert.DoesNotContain(verified.Findings, f => f.Code.StartsWith("row.", StringComparison.Ordinal) || f.Code.StartsWith("text.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deadline_that_nobody_moved_is_printed_as_it_was_at_launch()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        var due = book["Configuration"].Rows().Single(r => r["Of"] == "Campaign" && r["Setting"] == "Due");
        Assert.Equal(("2026-12-04", "2026-12-04", "no"), (due["At launch"], due["At close"], due["Changed"]));
    }

    [Fact]
    public async Task A_deadline_is_not_brought_forward_and_needs_a_reason_and_an_open_campaign()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        Assert.Equal("extend.day", (await ExtendAsync(world, new(2026, 12, 4), "Because")).Problem?.Code);
        Assert.Equal("extend.day", (await ExtendAsync(world, new(2026, 12, 1), "Because")).Problem?.Code);
        Assert.Equal("extend.day", (await ExtendAsync(world, new(2027, 3, 7), "Because")).Problem?.Code);
        Assert.Equal("extend.day", (await ExtendAsync(world, DateOnly.MaxValue, "Because")).Problem?.Code);
        Assert.Equal("extend.day", (await ExtendAsync(world, default, "Because")).Problem?.Code);
        Assert.Equal("extend.reason", (await ExtendAsync(world, new(2026, 12, 11), " ")).Problem?.Code);
        world.Database.Time.SetUtcNow(new DateTimeOffset(2026, 12, 12, 9, 0, 0, TimeSpan.Zero));
        Assert.Equal("extend.day", (await ExtendAsync(world, new(2026, 12, 11), "That day is over")).Problem?.Code);
        (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 1, "Not now", default)).Require();
        Assert.Equal("campaign.not-active", (await ExtendAsync(world, new(2026, 12, 18), "Because")).Problem?.Code);
        await using var db = world.Database.Look();
        Assert.Equal(new DateOnly(2026, 12, 4), (await db.Campaigns.SingleAsync()).DueDate);
    }

    [Fact]
    public async Task A_campaign_that_is_late_by_more_than_a_quarter_gets_as_many_days_as_any_other()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        world.Database.Time.SetUtcNow(new DateTimeOffset(2027, 4, 1, 9, 0, 0, TimeSpan.Zero));
        Assert.Equal("extend.day", (await ExtendAsync(world, new(2027, 3, 31), "That day is over")).Problem?.Code);
        Assert.Equal("extend.day", (await ExtendAsync(world, new(2027, 7, 3), "Too long")).Problem?.Code);
        (await ExtendAsync(world, new(2027, 7, 2), "It was forgotten")).Require();
        await using var db = world.Database.Look();
        Assert.Equal(new DateOnly(2027, 7, 2), (await db.Campaigns.SingleAsync()).DueDate);
    }

    [Fact]
    public async Task More_days_for_one_quarter_are_not_proposed_for_the_next()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        (await ExtendAsync(world, new(2026, 12, 11), "Half of them were away")).Require();
        (await ExtendAsync(world, new(2026, 12, 18), "And the other half")).Require();
        Assert.Equal(11, (await world.Database.Get<NextCampaign>().RunAsync(world.Owen, 1, Cadence.Quarterly, default)).Require().Terms.OpenDays);

        (await world.Database.Get<RepeatCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 1, default)).Require();
        await using var db = world.Database.Look();
        Assert.Equal(new DateOnly(2027, 1, 12), (await db.Campaigns.SingleAsync(c => c.Number == 2)).DueDate); // Eleven days after the quarter begins.
    }

    private static Task<Outcome<Done>> ExtendAsync(CampaignWorld world, DateOnly due, string reason) =>
        world.Database.Get<ExtendDeadline>().RunAsync(Guid.NewGuid(), world.Owen, 1, due, reason, default);
}
