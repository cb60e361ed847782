using AccessReview.Core.Connections;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Connections;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Crashes;

/// <summary>The process dies, as by kill -9, before or after each commit and each call of another system, from the first look at a removal to
/// the reading that proves it.</summary>
public sealed class KilledWhileRemovingTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Every point in the long form; else every fourth, which reaches each part of the way.</summary>
    private static readonly int Stride = Environment.GetEnvironmentVariable("ACCESSREVIEW_LONG") == "1" ? 1 : 4;

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("accessreview-removing-").FullName;

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [SqliteTheory]
    [InlineData("")]
    [InlineData("call")]
    public async Task Each_removal_takes_effect_once_and_is_proven_and_nobody_else_loses_anything(string where)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var world = await ConnectedWorld.CreateAsync(database);
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.Revoked.RevokeAsync("Vera");
        await world.Revoked.RevokeAsync("Sami", "Growth");
        await world.Revoked.SignOffAsync("Vera", "Sami");
        (await database.Get<ReleaseRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), [.. (await world.Revoked.RemovalsAsync()).Select(r => r.Id)], CancellationToken.None)).Require();
        var prepared = Path.Combine(folder, "prepared.db");
        await using (var db = database.Look())
        {
            await db.Database.ExecuteSqlRawAsync("VACUUM INTO {0}", prepared);
        }

        var kills = 0;
        for (var (n, when) = (1, "before"); ; (n, when) = when == "before" ? (n, "after") : (n + Stride, "before"))
        {
            var data = Path.Combine(folder, $"{when}-{n}");
            System.IO.Directory.CreateDirectory(data);
            File.Copy(prepared, Path.Combine(data, "accessreview.db"));
            world.Heap.Find("h1")!["active"] = true;
            world.Heap.Groups[0]["members"] = new System.Text.Json.Nodes.JsonArray([.. new[] { "h1", "h2" }.Select(m => new System.Text.Json.Nodes.JsonObject { ["value"] = m })]);
            world.Heap.Requests.Clear();
            string[] rest = where.Length == 0 ? [when, $"{n}"] : [when, $"{n}", where];
            var killed = (await CrashChild.LiveAsync("carry-out", data, 1, rest)).Killed;
            if (killed)
            {
                kills++;
                await LifeHere.LiveAsync("carry-out", data, 1);
            }

            await CheckAsync(world, data, $"killed {when} {where} {n}");
            if (!killed)
            {
                break;
            }
        }

        output.WriteLine($"{kills} kills {(where.Length == 0 ? "at commits" : "at calls")}");
        Assert.True(kills * Stride >= 12, $"{kills} kills");
    }

    private static async Task CheckAsync(ConnectedWorld world, string data, string where)
    {
        Assert.False((bool)world.Heap.Find("h1")!["active"]!);
        Assert.True((bool)world.Heap.Find("h2")!["active"]!);
        Assert.Equal(["h1"], world.Heap.Members("g1"));
        Assert.True(world.Heap.Requests.Count(r => r.StartsWith("PATCH", StringComparison.Ordinal)) <= 3, where);
        await using var db = new SqliteReviewDb(new DbContextOptionsBuilder<SqliteReviewDb>()
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = Path.Combine(data, "accessreview.db"), Pooling = false }.ToString()).Options);
        var removals = await db.Removals.AsNoTracking().ToListAsync();
        Assert.True(removals.TrueForAll(r => r.State == RemovalState.Verified), $"{where}: {string.Join(", ", removals.Select(r => r.State))}");
        Assert.Equal(2, await db.RemovalAttempts.CountAsync(a => a.Result == AttemptResult.Done || a.Result == AttemptResult.AlreadyGone));

        // Nobody but the product took anything away, and the record says so of each.
        Assert.True(await db.Removals.AllAsync(r => db.RemovalAttempts.Any(a => a.RemovalId == r.Id && RemovalRules.TakenAway.Contains(a.Result))), where);
        Assert.False(await db.KeptPages.AnyAsync());
        await using var survivor = new Survivor(data);
        await survivor.ChainAsync(where);
    }
}
