using AccessReview.Core.Evidence.Pack;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Tests.Persistence;
using AccessReview.Core.Tests.Reviewing;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The fear: for each few accounts of a pack all the others are gone through.</summary>
public sealed class CampaignAccountsTests
{
    [SqliteFact]
    public async Task Accounts_and_what_they_hold_are_read_by_the_index_of_their_assessment()
    {
        var asked = new AskedQueries();
        await using var world = await ReviewWorld.CreateAsync(interceptor: asked);
        await using var db = world.Database.Look();
        var reviewed = new ReviewedApplication(
            await db.Applications.SingleAsync(), await db.CampaignApplications.SingleAsync(), await db.Assessments.SingleAsync(a => a.Id == world.World.AssessmentId),
            await db.Extracts.SingleAsync(e => e.Id == world.World.ExtractId));
        asked.Forget();
        var groups = new List<int?>();
        await foreach (var account in CampaignAccounts.ReadAsync(db, [reviewed]))
        {
            groups.Add(account.Groups?.Count);
        }

        Assert.Equal([0, 0, 1, 1, 3], groups.Order());
        var queries = asked.Of("AssessedAccounts");
        Assert.NotEmpty(queries);
        await using var connection = new SqliteConnection(db.Database.GetConnectionString());
        foreach (var query in queries)
        {
            Assert.Contains(
                await AskedQueries.PlanAsync(connection, query), s => s.Contains("IX_AssessedAccounts_AssessmentId_AccountId (AssessmentId=? AND AccountId>?", StringComparison.Ordinal));
        }
    }
}
