using System.Text;
using System.Text.Json;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Persistence;

public sealed class TheOneDoorTests
{
    private sealed record Counted(int Number) : EventBody;

    private static readonly Actor Anna = Actor.Demo(7);

    private static Task<Outcome<int>> SetPolicy(TestDatabase database, Guid commandId, int number, Actor? actor = null) =>
        database.Change.RunAsync<int>(commandId, actor ?? Anna, "SetPolicy", (scope, _) =>
        {
            scope.Add(new PolicyVersion { Id = scope.NewId(), Number = number, Json = "{}", SetBy = scope.Actor.Key, SetAt = scope.At });
            scope.Record(new Counted(number));
            return Task.FromResult<Outcome<int>>(number);
        }, CancellationToken.None);

    [Fact]
    public async Task A_change_and_its_event_are_committed_together_and_the_event_chains_to_the_one_before()
    {
        await using var database = await TestDatabase.CreateAsync();
        await SetPolicy(database, Guid.NewGuid(), 1);
        await SetPolicy(database, Guid.NewGuid(), 2);

        await using var db = database.Look();
        var events = await db.AuditEvents.OrderBy(e => e.Seq).ToListAsync();
        Assert.Equal([1L, 2L], events.Select(e => e.Seq));
        Assert.Equal(new byte[32], events[0].PrevHash);
        Assert.Equal(events[0].Hash, events[1].PrevHash);
        Assert.All(events, e => Assert.Equal(Hashes.OfEvent(e.PrevHash, e.Body), e.Hash));
        Assert.Equal([1L, 2L], await db.PolicyVersions.OrderBy(p => p.Number).Select(p => p.EventSeq).ToListAsync());
        using var body = JsonDocument.Parse(events[1].Body);
        Assert.Equal("Counted", body.RootElement.GetProperty("type").GetString());
        Assert.Equal("person:7", body.RootElement.GetProperty("actor").GetString());
    }

    [Fact]
    public async Task A_command_sent_twice_happens_once_and_gets_the_same_answer()
    {
        await using var database = await TestDatabase.CreateAsync();
        var command = Guid.NewGuid();
        await SetPolicy(database, command, 1);
        var again = await SetPolicy(database, command, 2);

        Assert.Equal(1, again.Require());
        await using var db = database.Look();
        Assert.Equal(1, await db.PolicyVersions.CountAsync());
    }

    [Fact]
    public async Task Another_person_gets_no_answer_to_a_command_that_is_not_theirs()
    {
        await using var database = await TestDatabase.CreateAsync();
        var command = Guid.NewGuid();
        await SetPolicy(database, command, 1);
        Assert.Equal(Problem.DeniedCode, (await SetPolicy(database, command, 2, Actor.Demo(8))).Problem?.Code);
    }

    [Fact]
    public async Task Work_that_changes_rows_and_records_no_event_throws_and_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.Change.RunAsync<Done>(Guid.NewGuid(), Anna, "Forget", (scope, _) =>
        {
            scope.Add(new PolicyVersion { Id = scope.NewId(), Number = 1, Json = "{}", SetBy = "x", SetAt = scope.At });
            return Task.FromResult<Outcome<Done>>(Done.Yes);
        }, CancellationToken.None));

        await using var db = database.Look();
        Assert.False(await db.PolicyVersions.AnyAsync());
    }

    [Fact]
    public async Task Parallel_commands_leave_a_chain_without_a_gap_or_a_fork()
    {
        await using var database = await TestDatabase.CreateAsync();
        await Task.WhenAll(Enumerable.Range(1, 60).Select(n => Task.Run(() => SetPolicy(database, Guid.NewGuid(), n))));

        await using var db = database.Look();
        var events = await db.AuditEvents.OrderBy(e => e.Seq).ToListAsync();
        Assert.Equal(Enumerable.Range(1, 60).Select(n => (long)n), events.Select(e => e.Seq));
        Assert.All(events.Skip(1).Zip(events), pair => Assert.Equal(pair.Second.Hash, pair.First.PrevHash));
        Assert.Equal(events[^1].Hash, (await db.ChainHeads.SingleAsync()).Hash);
    }

    [Fact]
    public async Task Refusals_are_written_at_most_once_a_minute_with_their_number()
    {
        await using var database = await TestDatabase.CreateAsync();
        Task<Outcome<Done>> Refused() => database.Change.RunAsync<Done>(
            Guid.NewGuid(), Anna, "Launch", (_, _) => Task.FromResult<Outcome<Done>>(Problem.Denied("Only a campaign owner launches.")), CancellationToken.None);
        await Refused();
        await Refused();
        await Refused();
        database.Time.Advance(TimeSpan.FromMinutes(2));
        await Refused();

        await using var db = database.Look();
        var bodies = await db.AuditEvents.OrderBy(e => e.Seq).Select(e => e.Body).ToListAsync();
        Assert.Equal(["1", "3"], bodies.Select(b => JsonDocument.Parse(b).RootElement.GetProperty("data").GetProperty("times").GetString()));
    }

    [SqliteTheory]
    [InlineData("INSERT INTO \"PolicyVersions\" (\"Id\",\"Number\",\"Json\",\"SetBy\",\"SetAt\",\"EventSeq\") VALUES (99,99,'{}','x','2026-01-01',1)")]
    [InlineData("UPDATE \"PolicyVersions\" SET \"Json\" = '[]'")]
    [InlineData("DELETE FROM \"PolicyVersions\"")]
    [InlineData("UPDATE \"AuditEvents\" SET \"Body\" = x'00'")]
    [InlineData("DELETE FROM \"AuditEvents\"")]
    [InlineData("INSERT INTO \"AuditEvents\" SELECT 9,\"At\",\"Type\",\"Version\",\"CampaignId\",\"Actor\",\"Body\",\"PrevHash\",\"Hash\" FROM \"AuditEvents\"")]
    [InlineData("UPDATE \"ChainHeads\" SET \"Seq\" = 0")]
    [InlineData("DELETE FROM \"ChainHeads\"")]
    [InlineData("UPDATE \"ChainHeads\" SET \"Hash\" = x'00'")]
    [InlineData("UPDATE \"ChainHeads\" SET \"At\" = '2020-01-01 00:00:00'")]
    [InlineData("UPDATE \"ChainHeads\" SET \"NextId\" = 1")]
    [InlineData("INSERT OR REPLACE INTO \"ChainHeads\" (\"Id\",\"At\",\"Hash\",\"NextId\",\"PurgeSeq\",\"Seq\") SELECT \"Id\",\"At\",\"Hash\",\"NextId\",\"PurgeSeq\",0 FROM \"ChainHeads\"")]
    [InlineData("INSERT INTO \"ChainHeads\" (\"Id\",\"At\",\"Hash\",\"NextId\",\"PurgeSeq\",\"Seq\") SELECT 2,\"At\",\"Hash\",\"NextId\",\"PurgeSeq\",0 FROM \"ChainHeads\"")]
    public async Task Raw_sql_cannot_write_beside_the_chain(string sql)
    {
        await using var database = await TestDatabase.CreateAsync();
        await SetPolicy(database, Guid.NewGuid(), 1);
        await using var db = database.Look();
        var refused = await Assert.ThrowsAsync<SqliteException>(() => db.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)));
        Assert.Equal(19, refused.SqliteErrorCode);
    }

    [Fact]
    public async Task Every_table_is_audited_or_named_operational()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Look();
        var neither = db.Model.GetEntityTypes().Select(e => e.ClrType)
            .Where(t => typeof(IAudited).IsAssignableFrom(t) == ReviewDb.Operational.Contains(t));
        Assert.Empty(neither);
        Assert.Empty(await Guard.MissingAsync(db, CancellationToken.None));
    }

    [Fact]
    public async Task The_first_act_of_somebody_who_chose_who_they_are_marks_the_installation_for_good()
    {
        await using var database = await TestDatabase.CreateAsync();
        await SetPolicy(database, Guid.NewGuid(), 1, new Actor(ActorKind.Person, 7, AuthenticationMethod.EntraId, "s"));
        await using (var before = database.Look())
        {
            Assert.False((await before.Installations.SingleAsync()).DemoUsed);
        }

        await SetPolicy(database, Guid.NewGuid(), 2);
        await SetPolicy(database, Guid.NewGuid(), 3, new Actor(ActorKind.Person, 7, AuthenticationMethod.EntraId, "s"));
        await using var db = database.Look();
        Assert.True((await db.Installations.SingleAsync()).DemoUsed);
    }

    [Fact]
    public async Task Upgrading_twice_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        Assert.Empty(await database.Get<Upgrade>().RunAsync(DatabaseName.Own, CancellationToken.None));
    }

    [SqliteFact]
    public async Task A_restored_copy_lets_readers_and_writers_work_side_by_side_again()
    {
        // The test's database is a VACUUM INTO copy, as a restored backup is.
        await using var database = await TestDatabase.CreateAsync();
        await database.Get<Upgrade>().RunAsync(DatabaseName.Own, CancellationToken.None);
        await using var db = database.Look();
        Assert.Equal("wal", await db.Database.SqlQueryRaw<string>("SELECT journal_mode AS \"Value\" FROM pragma_journal_mode").SingleAsync());
    }
}
