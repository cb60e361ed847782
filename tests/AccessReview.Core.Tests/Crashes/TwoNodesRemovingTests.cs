using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Connections;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Crashes;

/// <summary>Two processes on one database find the same removals and the same readings to make, at one word.</summary>
public sealed class TwoNodesRemovingTests : IDisposable
{
    private static readonly int Seeds = Environment.GetEnvironmentVariable("ACCESSREVIEW_LONG") == "1" ? 50 : 3;

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("accessreview-nodes-removing-").FullName;

    private static string[] More => [.. Enumerable.Range(1, 8).Select(i => $"Leaver{i}")];

    // As many again, or the brake would hold what goes: more than half.
    private static IEnumerable<string> Others => Enumerable.Range(1, 8).Select(i => $"Stays{i}");

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [SqliteFact]
    public async Task No_removal_is_carried_out_twice_and_no_reading_is_made_twice()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var world = await ConnectedWorld.CreateAsync(database, null, [.. More, .. Others]);
        await world.ReadAsync(await world.ConnectHeapAsync());
        foreach (var leaver in More)
        {
            await world.Revoked.RevokeAsync(leaver);
        }

        await world.Revoked.SignOffAsync(More);
        (await database.Get<ReleaseRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), [.. (await world.Revoked.RemovalsAsync()).Select(r => r.Id)], CancellationToken.None)).Require();
        var okta = await world.ConnectOktaAsync();
        (await database.Get<AskForReading>().RunAsync(world.World.As("Owen"), okta, CancellationToken.None)).Require();
        var prepared = Path.Combine(folder, "prepared.db");
        await using (var db = database.Look())
        {
            await db.Database.ExecuteSqlRawAsync("VACUUM INTO {0}", prepared);
        }

        for (var seed = 1; seed <= Seeds; seed++)
        {
            var data = Path.Combine(folder, $"seed-{seed}");
            System.IO.Directory.CreateDirectory(data);
            File.Copy(prepared, Path.Combine(data, "accessreview.db"));
            for (var i = 0; i < More.Length; i++)
            {
                world.Heap.Find($"m{i}")!["active"] = true;
            }

            world.Heap.Requests.Clear();
            world.Okta.Requests.Clear();
            await CrashChild.LiveTogetherAsync("carry-out-together", data, seed);
            await CheckAsync(world, data, $"seed {seed}");
        }
    }

    private static async Task CheckAsync(ConnectedWorld world, string data, string where)
    {
        // Each account is switched off by one request, and each reading asks for the first page once.
        var changes = world.Heap.Requests.Where(r => r.StartsWith("PATCH", StringComparison.Ordinal)).ToList();
        Assert.True(changes.Count == More.Length && changes.Distinct().Count() == changes.Count, $"{where}: {string.Join(", ", changes)}");
        Assert.Single(world.Okta.Requests, r => r.StartsWith("GET /api/v1/users?", StringComparison.Ordinal));
        await using var db = new SqliteReviewDb(new DbContextOptionsBuilder<SqliteReviewDb>()
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = Path.Combine(data, "accessreview.db"), Pooling = false }.ToString()).Options);
        Assert.True(await db.Removals.AllAsync(r => r.State == RemovalState.Verified), where);
        Assert.Equal(More.Length, await db.RemovalAttempts.CountAsync());
        Assert.True(await db.RemovalAttempts.AllAsync(a => a.Result == AttemptResult.Done), where);
        Assert.True(await db.RemovalAttempts.GroupBy(a => a.RemovalId).AllAsync(g => g.Count() == 1), where);
        Assert.False(await db.KeptPages.AnyAsync());
        Assert.True(await db.RemovalChecks.GroupBy(c => new { c.RemovalId, c.ExtractId }).AllAsync(g => g.Count() == 1), where);
        await using var survivor = new Survivor(data);
        await survivor.ChainAsync(where);
    }
}
