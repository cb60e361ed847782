using System.Text.Json;
using AccessReview.Core.Findings;
using AccessReview.Core.Overview;
using AccessReview.Core.Persistence;
using AccessReview.Core.Sample;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Sample;

public sealed class LoadingTheSampleTests
{
    [Fact]
    public async Task The_sample_lies_in_a_database_of_its_own_and_reads_as_its_authors_expect()
    {
        await using var database = await TestDatabase.CreateAsync(new DateTime(2027, 5, 4, 7, 30, 0, DateTimeKind.Utc));
        (await database.Get<LoadSample>().RunAsync(CancellationToken.None)).Require();

        Assert.Equal(DatabaseName.Sample, database.Databases.Current);
        await using var own = database.Databases.Create(DatabaseName.Own);
        Assert.False(await own.AuditEvents.AnyAsync());
        await using var db = database.Look();
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "data", "harbourlight", "expected.json")));
        var findings = expected.RootElement.GetProperty("q4").GetProperty("findings");
        await SameAsync(db, findings.GetProperty("left"), Finding.Left);
        await SameAsync(db, findings.GetProperty("nobody_known"), Finding.NobodyKnown);
        await SameAsync(db, findings.GetProperty("service_or_shared"), Finding.ServiceOrShared);
        await SameAsync(db, findings.GetProperty("dormant"), Finding.Dormant);
        await SameAsync(db, findings.GetProperty("never_joined"), Finding.NeverJoined);
        await SameAsync(db, findings.GetProperty("privileged"), Finding.Privileged);
        await SameAsync(db, findings.GetProperty("duplicate_after_rename"), Finding.DuplicateAfterRename);
        var owner = await db.RoleGrants.Where(g => g.Role == Core.Roles.Role.CampaignOwner).Select(g => g.PersonId).SingleAsync();
        var overview = await database.Get<ReadOverview>().RunAsync(Actor.Demo(owner), CancellationToken.None);
        Assert.Equal(expected.RootElement.GetProperty("q4").GetProperty("unusedSeats").GetInt32(), overview.Seats?.Seats);
    }

    [Fact]
    public async Task A_load_that_was_cut_short_is_started_over()
    {
        await using var database = await TestDatabase.CreateAsync();
        (await database.Get<LoadSample>().RunAsync(CancellationToken.None)).Require();
        (await database.Get<LoadSample>().RunAsync(CancellationToken.None)).Require();
        await using var db = database.Look();
        Assert.Equal(1, await db.Applications.CountAsync());
    }

    private static async Task SameAsync(ReviewDb db, JsonElement emails, Finding finding)
    {
        var current = await db.Applications.Select(a => a.CurrentAssessmentId).SingleAsync();
        var found = await (from assessed in db.AssessedAccounts
                           join record in db.AccountRecords on assessed.AccountRecordId equals record.Id
                           where assessed.AssessmentId == current && (assessed.Findings & finding) == finding
                           select record.Email).ToListAsync();
        Assert.Equal(emails.EnumerateArray().Select(e => e.GetString()!).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }
}
