using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.SqlServer;

/// <summary>What is to be seen on a real SQL Server alone; every other test of this suite runs there as well.</summary>
[Trait("Database", "SqlServer")]
public sealed class OnSqlServerTests
{
    private static Task<Outcome<int>> SetAsync(TestDatabase database, Guid command, string organisation) =>
        database.Get<SetPolicy>().RunAsync(command, Actor.FirstAdministrator(), new Policy { Organisation = organisation }, null, CancellationToken.None);

    [SqlServerFact]
    public async Task The_Core_suite_runs_on_SQL_Server()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Look();
        Assert.True(db.IsOnSqlServer);
        Assert.Empty(await SqlServerSettings.ProblemsAsync(db, CancellationToken.None));
        Assert.Empty(await Guard.MissingAsync(db, CancellationToken.None));
    }

    [SqlServerFact]
    public async Task Raw_sql_cannot_write_beside_the_chain()
    {
        await using var database = await TestDatabase.CreateAsync();
        (await SetAsync(database, Guid.NewGuid(), "A")).Require();
        await using var db = database.Look();
        foreach (var (sql, number) in new[]
        {
            ("UPDATE PolicyVersions SET Json = '[]'", 51001), ("DELETE FROM PolicyVersions", 51002), ("UPDATE AuditEvents SET Body = 0x00", 51004), ("DELETE FROM AuditEvents", 51004),
            ("INSERT INTO AuditEvents SELECT 9, At, Type, Version, CampaignId, Actor, Body, PrevHash, Hash FROM AuditEvents", 51003),
            ("UPDATE ChainHeads SET Seq = 0", 51005), ("UPDATE ChainHeads SET NextId = 0", 51005), ("DELETE FROM ChainHeads", 51006),
            ("INSERT INTO ChainHeads (Id, At, Hash, NextId, PurgeSeq, Seq) SELECT 2, At, Hash, NextId, PurgeSeq, 0 FROM ChainHeads", 51007),
        })
        {
            Assert.Equal((sql, number), (sql, (await Assert.ThrowsAsync<SqlException>(() => db.Database.ExecuteSqlRawAsync(sql))).Number));
        }
    }

    [SqlServerFact]
    public async Task A_guard_that_was_emptied_is_missed_and_installed_again_at_the_next_start()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Look();
        await db.Database.ExecuteSqlRawAsync("ALTER TRIGGER [guard_PolicyVersions_write] ON [PolicyVersions] AFTER INSERT, UPDATE AS BEGIN SET NOCOUNT ON; END");
        Assert.Equal(["guard_PolicyVersions_write"], await Guard.MissingAsync(db, CancellationToken.None));
        await database.Get<Upgrade>().RunAsync(DatabaseName.Own, CancellationToken.None);
        Assert.Empty(await Guard.MissingAsync(db, CancellationToken.None));
    }

    [SqlServerFact]
    public async Task Whoever_works_on_a_connection_after_a_snapshot_reads_what_is_committed()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var snapshot = await ReadSnapshot.OpenAsync(database.Get<Databases>(), CancellationToken.None))
        {
            Assert.Equal(5, await LevelAsync(snapshot.Db));
        }

        await using var db = database.Look();
        Assert.Equal(2, await LevelAsync(db));
        static async Task<int> LevelAsync(ReviewDb on) => (await on.Database.SqlQueryRaw<int>("SELECT CAST(transaction_isolation_level AS int) AS \"Value\" FROM sys.dm_exec_sessions WHERE session_id = @@SPID").ToListAsync())[0];
    }

    [SqlServerFact]
    public async Task Text_is_compared_byte_by_byte_in_a_database_whose_own_collation_is_another()
    {
        var connection = TestServer.NewDatabase();
        await TestServer.CreateAsync(connection);
        await using var database = await TestDatabase.OnAsync(connection);
        await using var db = database.Look();
        Assert.Empty(await SqlServerSettings.ProblemsAsync(db, CancellationToken.None));
        await database.Get<OperationalWrites>().RunAsync((write, _) =>
        {
            write.AddRange(new[] { "a", "A", "ä" }.Select(key => new Work { Kind = "test", UniqueKey = key, Arguments = "{}", AskedBy = "x", AskedAt = database.Time.GetUtcNow().UtcDateTime }));
            return Task.FromResult(Done.Yes);
        }, CancellationToken.None);
        Assert.Equal(1, await db.Works.CountAsync(w => w.UniqueKey == "a"));
        Assert.Equal(["A", "a", "ä"], await db.Works.OrderBy(w => w.UniqueKey).Select(w => w.UniqueKey).ToListAsync());
    }

    [SqlServerFact]
    public async Task An_empty_database_of_an_older_level_is_set_at_the_first_start()
    {
        var connection = TestServer.NewDatabase();
        await TestServer.CreateAsync(connection, level: 120);
        await using var database = await TestDatabase.OnAsync(connection);
        await using var db = database.Look();
        Assert.Empty(await SqlServerSettings.ProblemsAsync(db, CancellationToken.None));
    }

    [SqlServerFact]
    public async Task A_level_that_was_lowered_afterwards_is_said_with_the_statement_that_ends_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Look();
        await db.Database.ExecuteSqlRawAsync("ALTER DATABASE CURRENT SET COMPATIBILITY_LEVEL = 120");
        await database.Get<Upgrade>().RunAsync(DatabaseName.Own, CancellationToken.None);
        Assert.Contains("compatibility level 120", Assert.Single(await SqlServerSettings.ProblemsAsync(db, CancellationToken.None)), StringComparison.Ordinal);
    }

    [SqlServerFact]
    public async Task Two_nodes_append_one_after_the_other_and_a_command_sent_to_both_happens_once()
    {
        var connection = TestServer.NewDatabase();
        await using var first = await TestDatabase.OnAsync(connection);
        await using var second = await TestDatabase.OnAsync(connection, isFirst: false);
        var commands = Enumerable.Range(0, 40).Select(_ => Guid.NewGuid()).ToList();
        var answers = await Task.WhenAll(commands.SelectMany(c => new[] { first, second }.Select(node => Task.Run(async () => await SetAsync(node, c, c.ToString())))));
        Assert.All(answers, a => a.Require());
        await using var db = first.Look();
        Assert.Equal(commands.Count, await db.AuditEvents.CountAsync());
        var report = (await first.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require();
        Assert.True(report.IsSound, string.Join('\n', report.Findings.Select(f => f.Sentence)));
    }

    [SqlServerFact]
    public async Task Two_nodes_that_start_at_once_on_an_empty_server_make_one_database()
    {
        var connection = TestServer.NewDatabase();
        var nodes = await Task.WhenAll(Task.Run(() => TestDatabase.OnAsync(connection)), Task.Run(() => TestDatabase.OnAsync(connection, isFirst: false)));
        await using (var db = nodes[0].Look())
        {
            Assert.Equal(1, await db.ChainHeads.CountAsync());
            Assert.Empty(await Guard.MissingAsync(db, CancellationToken.None));
        }

        await nodes[1].DisposeAsync();
        await nodes[0].DisposeAsync();
    }
}
