using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Findings;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Journeys;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>Whatever the product's own use cases write must verify, and what lies under the decisions is watched as well.</summary>
public sealed class AnHonestQuarterTests
{
    private static async Task<VerifyReport> VerifyAsync(TestDatabase database) =>
        (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require();

    [SqliteFact]
    public async Task A_quarter_from_import_to_the_next_reading_verifies_and_a_swapped_record_is_found()
    {
        await using var quarter = await Quarter.StartAsync();
        var campaign = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        string[] revoked;
        await using (var db = quarter.Database.Look())
        {
            revoked = await (from assessed in db.AssessedAccounts
                             join record in db.AccountRecords on assessed.AccountRecordId equals record.Id
                             where assessed.Recommendation == Recommendation.Revoke
                             orderby record.Id
                             select record.Email).Take(3).ToArrayAsync();
        }

        await quarter.Reviewers(campaign).DecideAllAsync(revoked.ToHashSet(StringComparer.Ordinal));
        await quarter.Reviewers(campaign).SignAllAsync();
        await quarter.ReadAsync("2027Q1", new DateTime(2027, 2, 19, 18, 0, 0, DateTimeKind.Utc));
        var report = await VerifyAsync(quarter.Database);
        Assert.True(report.IsSound, string.Join('\n', report.Findings.Select(f => f.Code + " " + f.Sentence)));
        Assert.True(report is { Files: >= 4, Rows: > 400 });

        await using var tampered = quarter.Database.Look();
        await tampered.Database.ExecuteSqlRawAsync("DROP TRIGGER \"guard_AccountRecords_update\"; DROP TRIGGER \"guard_AssessedAccounts_update\"; DROP TRIGGER \"guard_ExtractFiles_update\"");
        await tampered.Database.ExecuteSqlRawAsync("UPDATE \"AccountRecords\" SET \"Role\" = 'Admin' WHERE \"Id\" = (SELECT MIN(\"Id\") FROM \"AccountRecords\" WHERE \"Role\" <> 'Admin')");
        await tampered.Database.ExecuteSqlRawAsync("UPDATE \"AssessedAccounts\" SET \"Findings\" = \"Findings\" + 1 WHERE \"Id\" = (SELECT MIN(\"Id\") FROM \"AssessedAccounts\")");
        await tampered.Database.ExecuteSqlRawAsync("UPDATE \"StoredFileChunks\" SET \"Bytes\" = (SELECT \"Bytes\" FROM \"StoredFileChunks\" ORDER BY \"StoredFileId\" DESC LIMIT 1) WHERE \"StoredFileId\" = (SELECT MIN(\"StoredFileId\") FROM \"ExtractFiles\")");
        var codes = (await VerifyAsync(quarter.Database)).Findings.Select(f => f.Code).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(["reading.changed", "assessment.changed", "file.changed"], StringComparer.Ordinal), codes);
    }

    [Fact]
    public async Task Launch_and_close_cover_their_rows_as_they_stand()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        (await world.CloseAsync()).Require();
        await using var db = world.Database.Look();
        var own = await db.AuditEvents.Where(e => e.Type == nameof(CampaignLaunched) || e.Type == nameof(CampaignClosed)).Select(e => e.Seq).ToListAsync();
        var report = await VerifyAsync(world.Database);
        Assert.Equal(2, own.Count);

        // What was written straight into this world (its files, its decisions) is covered by nothing; launch and close are real.
        Assert.DoesNotContain(report.Findings, f => f.Code.StartsWith("row.", StringComparison.Ordinal) && own.Any(seq => f.Sentence.Contains($"vent {seq} ", StringComparison.Ordinal)));
        Assert.DoesNotContain(report.Findings, f => !f.Code.StartsWith("row.", StringComparison.Ordinal) && !f.Code.StartsWith("file.", StringComparison.Ordinal));
    }
}
