using System.Text.Json;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Journeys;

public sealed class TwoQuartersTests
{
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "harbourlight", "expected.json"))).RootElement;
    private static readonly DateTime NextQuarter = new(2027, 2, 19, 18, 0, 0, DateTimeKind.Utc);

    private static List<string> Emails(string name) => [.. Expected.GetProperty("q1").GetProperty(name).EnumerateArray().Select(e => e.GetString()!).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task What_one_quarter_revokes_the_next_reading_shows_gone_still_present_or_back_again()
    {
        await using var quarter = await Quarter.StartAsync();
        var campaign = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await quarter.Reviewers(campaign).DecideAllAsync(Emails("ifRevokedInQ4").ToHashSet(StringComparer.Ordinal));
        await quarter.Reviewers(campaign).SignAllAsync();
        Assert.Equal(Emails("ifRevokedInQ4"), await WithStateAsync(quarter, RemovalState.WaitingForPerson));

        await quarter.ReadAsync("2027Q1", NextQuarter);
        Assert.Equal(Emails("verifiedGone"), await WithStateAsync(quarter, RemovalState.Verified));
        Assert.Equal(Emails("stillPresent"), await WithStateAsync(quarter, RemovalState.StillPresent));

        await quarter.ReadAsync("2027Q1-late", NextQuarter.AddDays(3));
        Assert.Equal(Emails("reappearedInLateFile"), await WithStateAsync(quarter, RemovalState.Reappeared));
        Assert.Equal(Emails("stillPresent"), await WithStateAsync(quarter, RemovalState.StillPresent));
    }

    [Fact]
    public async Task Everybody_who_can_be_reviewed_is_and_nobody_by_themselves()
    {
        await using var quarter = await Quarter.StartAsync();
        await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await using var db = quarter.Database.Look();
        Assert.Equal(194, await db.ReviewItems.CountAsync(i => i.GroupId == null) + await db.LeftOutAccounts.CountAsync());
        Assert.Equal(3, await db.LeftOutAccounts.CountAsync());
        Assert.False(await db.ReviewTurns.AnyAsync(t => db.ReviewItems.Any(i => i.Id == t.ItemId && i.HolderId == t.ReviewerId)));
        Assert.Equal(121, await db.ReviewTurns.GroupBy(t => t.ReviewerId).Select(g => g.Count()).MaxAsync());
    }

    [Fact]
    public async Task The_next_quarters_findings_and_changes_are_those_expected()
    {
        await using var quarter = await Quarter.StartAsync();
        await quarter.ReadAsync("2027Q1", NextQuarter);
        await using var db = quarter.Database.Look();
        var current = await db.Applications.Select(a => a.CurrentAssessmentId).SingleAsync();
        var assessed = await (from a in db.AssessedAccounts
                              join record in db.AccountRecords on a.AccountRecordId equals record.Id
                              where a.AssessmentId == current
                              select new { record.Email, a.Findings }).ToListAsync();
        Assert.Equal(191, assessed.Count);
        var names = new Dictionary<string, Finding>(StringComparer.Ordinal)
        {
            ["left"] = Finding.Left, ["nobody_known"] = Finding.NobodyKnown, ["service_or_shared"] = Finding.ServiceOrShared, ["dormant"] = Finding.Dormant,
            ["never_joined"] = Finding.NeverJoined, ["privileged"] = Finding.Privileged, ["duplicate_after_rename"] = Finding.DuplicateAfterRename,
        };
        foreach (var (name, finding) in names)
        {
            Assert.Equal(
                Expected.GetProperty("q1").GetProperty("findings").GetProperty(name).EnumerateArray().Select(e => e.GetString()!).Order(StringComparer.Ordinal),
                assessed.Where(a => a.Findings.HasFlag(finding)).Select(a => a.Email).Order(StringComparer.Ordinal));
        }
    }

    private static async Task<List<string>> WithStateAsync(Quarter quarter, RemovalState state)
    {
        await using var db = quarter.Database.Look();
        var emails = await (from removal in db.Removals
                            join item in db.ReviewItems on removal.ItemId equals item.Id
                            join record in db.AccountRecords on item.AccountRecordId equals record.Id
                            where removal.State == state
                            select record.Email).ToListAsync();
        return [.. emails.Order(StringComparer.Ordinal)];
    }
}
