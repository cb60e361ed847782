using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Crashes;

/// <summary>Two processes on one database find the same jobs, the same clock work and the same reviewer's rows, and begin at one word.</summary>
public sealed class TwoNodesTests : IAsyncLifetime
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("accessreview-nodes-").FullName;

    private static int Seeds => Environment.GetEnvironmentVariable("ACCESSREVIEW_LONG") == "1" ? 50 : 3;

    private string Prepared => Path.Combine(folder, "prepared");

    public async ValueTask InitializeAsync() => await LifeHere.LiveAsync("prepare-nodes", Prepared, 1);

    public ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [SqliteFact]
    public async Task Nothing_is_done_twice_and_nothing_is_lost()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var data = Path.Combine(folder, "seed-" + seed);
            System.IO.Directory.CreateDirectory(data);
            File.Copy(Path.Combine(Prepared, "accessreview.db"), Path.Combine(data, "accessreview.db"));
            await CheckAsync(data, $"seed {seed}", await CrashChild.LiveTogetherAsync("node", data, seed));
        }
    }

    private static async Task CheckAsync(string data, string where, List<string> told)
    {
        await using var left = new Survivor(data);
        var child = new CrashChild(0, told, "");
        await left.CheckAsync(started: true, child.Acknowledged.DistinctBy(a => a.Id).ToDictionary(a => a.Id, a => a.Answer), where);
        Assert.Single(child.Acknowledged.Where(a => a.Step == "sign-off").Select(a => a.Answer).Distinct());
        Assert.Equal(2, child.Acknowledged.Count(a => a.Step == "sign-off"));

        await using var db = new SqliteReviewDb(new DbContextOptionsBuilder<SqliteReviewDb>()
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = Path.Combine(data, "accessreview.db"), Pooling = false }.ToString()).Options);
        var decided = told.Where(l => l.StartsWith("decided ", StringComparison.Ordinal)).Select(l => long.Parse(l[8..])).ToList();
        Assert.True(decided.Count == decided.Distinct().Count(), where + ": two nodes decided one item");
        Assert.False(await db.Decisions.Where(d => d.Mode != Core.Campaigns.DecisionMode.WithAccount).GroupBy(d => d.TurnId).AnyAsync(g => g.Count() > 1), where + ": an item was decided twice");
        Assert.False(await db.ReviewTurns.AnyAsync(t => t.State == Core.Campaigns.TurnState.Undecided));
        Assert.True(await db.Assessments.GroupBy(a => new { a.ApplicationId, a.PolicyVersionId, a.ExtractId }).AllAsync(g => g.Count() == 1), where + ": one reading was assessed twice under one policy");
        Assert.True(await db.EvidenceEditions.GroupBy(e => new { e.CampaignId, e.UpToSeq }).AllAsync(g => g.Count() == 1), where + ": one state of a campaign has two editions");
        Assert.Equal(1, await db.EvidenceEditions.CountAsync());
        Assert.Equal(1, await db.SignOffs.CountAsync());
    }
}
