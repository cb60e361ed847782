using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.Connections;
using AccessReview.Core.Tests.SqlServer;
using AccessReview.Fakes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Crashes;

/// <summary>The process dies, as by kill -9, before or after each commit and each call of the other system, while it reads an application of many
/// pages.</summary>
public sealed class KilledWhileReadingTests(ITestOutputHelper output) : IDisposable
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("ACCESSREVIEW_LONG") == "1";

    /// <summary>133 accounts and 2 groups, one a page, and what it takes to see the ends of both lists.</summary>
    private const int MostPages = 140;

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("accessreview-reading-").FullName;

    private static string[] More => [.. Enumerable.Range(1, 130).Select(i => $"Reader{i}")];

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [SqliteTheory]
    [InlineData("")]
    [InlineData("call")]
    public async Task The_reading_is_made_once_and_whole_and_goes_on_near_where_it_was(string where)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var world = await ConnectedWorld.CreateAsync(database, new ScimManners { MaxPage = 1 }, More);
        var connection = await world.ConnectHeapAsync();
        (await database.Get<AskForReading>().RunAsync(world.World.As("Owen"), connection, CancellationToken.None)).Require();
        var prepared = Path.Combine(folder, "prepared.db");
        await using (var db = database.Look())
        {
            await db.Database.ExecuteSqlRawAsync("VACUUM INTO {0}", prepared);
        }

        // Every point in the long form; else some, of which each part of the way has one.
        var (kills, stride, pages) = (0, Long ? 1 : where.Length == 0 ? 4 : 48, 0);
        for (var (n, when) = (1, "before"); ; (n, when) = when == "before" ? (n, "after") : (n + stride, "before"))
        {
            var data = Path.Combine(folder, $"{when}-{n}");
            System.IO.Directory.CreateDirectory(data);
            File.Copy(prepared, Path.Combine(data, "accessreview.db"));
            world.Heap.Requests.Clear();
            string[] rest = where.Length == 0 ? [when, $"{n}"] : [when, $"{n}", where];
            var killed = (await CrashChild.LiveAsync("carry-out", data, 1, rest)).Killed;
            if (killed)
            {
                kills++;
                await LifeHere.LiveAsync("carry-out", data, 1);
            }
            else
            {
                pages = world.Heap.Requests.Count;
            }

            await CheckAsync(data, $"killed {when} {where} {n}");
            // Forty are kept at a time, and while those are written as many more may come.
            Assert.True(world.Heap.Requests.Count <= MostPages + 81, $"killed {when} {where} {n}: {world.Heap.Requests.Count} pages were asked for");
            if (!killed)
            {
                break;
            }
        }

        output.WriteLine($"{kills} kills {(where.Length == 0 ? "at commits" : "at calls")}, {pages} pages undisturbed");
        Assert.True(kills * stride >= 12 && pages is > 133 and <= MostPages, $"{kills} kills, {pages} pages");
    }

    private static async Task CheckAsync(string data, string where)
    {
        await using var db = new SqliteReviewDb(new DbContextOptionsBuilder<SqliteReviewDb>()
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = Path.Combine(data, "accessreview.db"), Pooling = false }.ToString()).Options);
        var extract = await db.Extracts.Where(e => e.ConnectionId != null).SingleAsync();
        Assert.True((extract.Completeness, extract.Records, extract.Assignments) == (Completeness.Complete, 133, 3), $"{where}: {extract.Completeness}, {extract.Records} accounts, {extract.Assignments} assignments. {extract.Why}");
        Assert.True(await db.Applications.AllAsync(a => a.CurrentExtractId == extract.Id), where);
        Assert.False(await db.KeptPages.AnyAsync());
        await using var survivor = new Survivor(data);
        await survivor.ChainAsync(where);
    }
}
