using AccessReview.Core.Purging;
using AccessReview.Core.Tests.Persistence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Purging;

/// <summary>The fear: to know whether a campaign was purged, every decision ever made is gone through.</summary>
public sealed class PurgedCampaignsTests
{
    [SqliteFact]
    public async Task A_purge_and_why_a_campaign_is_kept_are_found_among_what_came_after_its_end()
    {
        var asked = new AskedQueries();
        await using var database = await FirstRelease.OpenAsync(new DateTime(2027, 2, 22, 9, 0, 0, DateTimeKind.Utc), asked);
        await using var db = database.Look();
        var campaigns = await db.Campaigns.OrderBy(c => c.Number).Select(c => new { c.Id, Ended = c.EndedAt != null }).ToListAsync();
        var (ended, open) = (campaigns.First(c => c.Ended).Id, campaigns.First(c => !c.Ended).Id);
        var owner = await database.PersonAsync("dmitri.raman");
        (await database.Get<KeepLonger>().RunAsync(Guid.NewGuid(), owner, ended, new DateOnly(2044, 1, 1), "Asked for by the court.", default)).Require();
        asked.Forget();
        var kept = (await database.Get<PurgeList>().RunAsync(owner, default)).Require().Kept;
        Assert.Equal([(new DateOnly(2044, 1, 1), "Asked for by the court.")], kept.Where(k => k.Id == ended).Select(k => (k.Until, k.Why)));
        Assert.False(await PurgeRules.IsPurgedAsync(db, ended, default));

        await PurgedAsync(database, ended);
        Assert.True(await PurgeRules.IsPurgedAsync(db, ended, default));
        Assert.False(await PurgeRules.IsPurgedAsync(db, open, default));
        Assert.Equal([ended], await PurgeRules.CampaignsDoneAsync(db, default));
        Assert.DoesNotContain((await database.Get<PurgeList>().RunAsync(owner, default)).Require().Kept, k => k.Id == ended);

        await using var connection = new SqliteConnection(db.Database.GetConnectionString());
        var looked = 0;
        foreach (var query in asked.Of("AuditEvents").Where(q => q.Text.Contains($"'{nameof(Purged)}'", StringComparison.Ordinal) || q.Text.Contains($"'{nameof(CampaignKeptLonger)}'", StringComparison.Ordinal)))
        {
            var steps = (await AskedQueries.PlanAsync(connection, query)).Where(s => s.StartsWith("SEARCH a", StringComparison.Ordinal) || s.StartsWith("SCAN a", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(steps);
            Assert.All(steps, s => Assert.True(s.Contains("(CampaignId=?", StringComparison.Ordinal) || s.Contains("(rowid=?)", StringComparison.Ordinal), s));
            looked += steps.Count(s => s.Contains("(CampaignId=? AND Seq>?)", StringComparison.Ordinal));
        }

        Assert.NotEqual(0, looked);
    }

    private static async Task PurgedAsync(TestDatabase database, long campaign) =>
        (await database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", (scope, _) =>
        {
            scope.Record(new Purged(PurgeKind.Campaign, campaign, 1, 1, [], 0, 0, 0), campaign);
            return Task.FromResult<Outcome<Done>>(Done.Yes);
        }, default)).Require();
}
