using System.Data.Common;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using AccessReview.Core.SignIn;
using AccessReview.Core.Tests.Crashes;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Tests.Persistence;

/// <summary>A database that cannot just now: nothing acknowledged is lost, the answer says what is so, and the same command sent again
/// when it can happens once.</summary>
public sealed class StorageTroubleTests
{
    private static readonly Guid Command = Guid.NewGuid();

    private static Task<Outcome<int>> SetAsync(TestDatabase database, Guid command, string organisation) =>
        database.Get<SetPolicy>().RunAsync(command, Actor.FirstAdministrator(), new Policy { Organisation = organisation }, null, CancellationToken.None);

    /// <summary>A disk that has no page left for this database.</summary>
    private sealed class SmallDisk : DbConnectionInterceptor
    {
        public bool Full { get; set; }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Full ? "PRAGMA max_page_count = 1" : "PRAGMA max_page_count = 1073741823";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    [SqliteFact]
    public async Task A_full_disk_is_said_and_what_was_saved_before_is_whole()
    {
        var disk = new SmallDisk();
        await using var database = await TestDatabase.CreateAsync(interceptor: disk);
        (await SetAsync(database, Guid.NewGuid(), "Before")).Require();
        disk.Full = true;
        var refused = Guid.Empty;
        for (var n = 0; refused == Guid.Empty; n++)
        {
            var command = Guid.NewGuid();
            if (await SetAsync(database, command, new string('x', 190) + n) is { IsOk: false } answer)
            {
                Assert.Equal("for-now.full", answer.Problem.Code);
                Assert.Contains("What was saved before is safe", answer.Problem.Sentence, StringComparison.Ordinal);
                refused = command;
            }
        }

        await using (var survivor = new Survivor(Path.GetDirectoryName(database.File)!))
        {
            await survivor.CheckAsync(started: true, new Dictionary<Guid, string>(), "a full disk");
        }

        disk.Full = false;
        (await SetAsync(database, refused, "After")).Require();
    }

    [SqliteFact]
    public async Task A_database_that_another_program_holds_for_longer_than_a_writer_waits_is_said_and_the_command_can_be_sent_again()
    {
        await using var database = await TestDatabase.CreateAsync(patience: 1);
        await using (await HoldAsync(database))
        {
            var busy = await SetAsync(database, Command, "Held");
            Assert.Equal("for-now.busy", busy.Problem?.Code);
            Assert.True(busy.Problem!.IsForNow);
        }

        (await SetAsync(database, Command, "Held")).Require();
        (await SetAsync(database, Command, "Held")).Require();
        await using var db = database.Look();
        Assert.Equal(1, await db.AuditEvents.CountAsync());
    }

    [SqliteFact]
    public async Task Who_waits_too_long_for_another_writer_of_the_same_process_is_told_and_keeps_nobody_waiting()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("accessreview-writers-").FullName;
        try
        {
            var services = new ServiceCollection().AddSingleton(TimeProvider.System);
            services.AddAccessReviewCore(new DatabaseOptions { Folder = folder, WritersPatience = TimeSpan.Zero });
            await using var product = services.BuildServiceProvider();
            (await product.GetRequiredService<StartUp>().RunAsync(default)).Require();
            var (change, writes) = (product.GetRequiredService<SetPolicy>(), product.GetRequiredService<OperationalWrites>());
            Task<Outcome<int>> SetAsync() => change.RunAsync(Command, Actor.FirstAdministrator(), new Policy { Organisation = "Held" }, null, default);
            var turn = await product.GetRequiredService<Databases>().EnterAsync(default);
            Assert.Equal("for-now.busy", (await SetAsync()).Problem?.Code);
            Assert.Equal("for-now.busy", StorageTrouble.Of(await Assert.ThrowsAsync<WritersBusyException>(() => writes.RunAsync((_, _) => Task.FromResult(true), default)))?.Code);
            var asked = product.GetRequiredService<AskedWrites>();
            Assert.Equal("for-now.busy", (await asked.MayAsync(Actor.FirstAdministrator(), "Any", default)).Problem?.Code);
            turn.Release();
            (await SetAsync()).Require();
            (await asked.MayAsync(Actor.FirstAdministrator(), "Any", default)).Require();
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [SqliteFact]
    public async Task A_writer_waits_for_another_program_and_readers_wait_for_nobody()
    {
        await using var database = await TestDatabase.CreateAsync();
        var holder = await HoldAsync(database);
        var waiting = Task.Run(() => SetAsync(database, Guid.NewGuid(), "Waited"));
        await using (var db = database.Look())
        {
            Assert.Equal(0, await db.AuditEvents.CountAsync());
        }

        await holder.DisposeAsync();
        (await waiting).Require();
    }

    [SqliteFact]
    public async Task A_session_lasts_and_ends_in_time_while_the_database_is_held_and_waits_for_nobody()
    {
        await using var database = await TestDatabase.CreateAsync(patience: 1);
        var (sessions, key) = await SeenLaterAsync(database);
        await using (await HoldAsync(database))
        {
            for (var checks = 0; checks < 100; checks++)
            {
                Assert.True(await sessions.IsAliveAsync(key, default).WaitAsync(TimeSpan.FromSeconds(10)));
            }

            // Who was there is not written yet, and is known all the same.
            await Assert.ThrowsAsync<SqliteException>(() => sessions.WriteSeenAsync(default));
            database.Time.Advance(TimeSpan.FromMinutes(59));
            Assert.True(await sessions.IsAliveAsync(key, default));
        }

        Assert.Equal(TimeSpan.Zero, await SeenAfterAsync(database, key));
        await sessions.WriteSeenAsync(default);
        Assert.Equal(TimeSpan.FromMinutes(6), await SeenAfterAsync(database, key));
        database.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await sessions.IsAliveAsync(key, default));
    }

    [SqliteFact]
    public async Task A_session_lasts_while_the_disk_is_full()
    {
        var log = new NoRoomInTheLog();
        await using var database = await TestDatabase.CreateAsync(interceptor: log);
        var (sessions, key) = await SeenLaterAsync(database);
        log.Full = true;
        Assert.True(await sessions.IsAliveAsync(key, default));
        await Assert.ThrowsAsync<SqliteException>(() => sessions.WriteSeenAsync(default));
    }

    [Fact]
    public void What_was_tried_again_in_vain_is_for_now_whatever_number_it_has()
    {
        var trouble = StorageTrouble.Of(new InvalidOperationException("a page", new RetryLimitExceededException("after six", new TimeoutException())));
        Assert.Equal((true, "for-now.unreachable"), (trouble?.IsForNow, trouble?.Code));
        Assert.Equal("for-now.full", StorageTrouble.Of(new RetryLimitExceededException("after six", new SqliteException("full", 13)))?.Code);
        Assert.All([976, 983], replicaChanges => Assert.Equal("for-now.unreachable", StorageTrouble.OfServer(replicaChanges)?.Code));
    }

    [Fact]
    public void A_connection_that_is_gone_is_for_now_also_where_it_has_no_number_or_one_of_the_network_alone()
    {
        foreach (var gone in new[] { ServerErrors.Lost(new IOException("Broken pipe")), ServerErrors.Of(number: 35, level: 20) })
        {
            Assert.Equal("for-now.unreachable", StorageTrouble.Of(new InvalidOperationException("a page", gone))?.Code);
        }

        Assert.All([10050, 10051, 10064, 10065, 11002], network => Assert.Equal("for-now.unreachable", StorageTrouble.OfServer(network)?.Code));
        Assert.Equal("for-now.full", StorageTrouble.Of(ServerErrors.Of(number: 9002, level: 20))?.Code);
        Assert.Null(StorageTrouble.Of(ServerErrors.Of(number: 824, level: 24))); // A damaged page does not mend itself.
        Assert.Null(StorageTrouble.Of(ServerErrors.Of(number: 2601, level: 14)));
        Assert.Null(StorageTrouble.Of(ServerErrors.Of(number: 0, level: 11)));
    }

    [Fact]
    public void A_bug_is_no_trouble_of_the_database()
    {
        Assert.Null(StorageTrouble.Of(new InvalidOperationException("bug", new SqliteException("constraint", 19))));
        Assert.Null(StorageTrouble.Of(new InvalidOperationException("bug")));
    }

    /// <summary>A session whose person was seen six minutes after its row says.</summary>
    private static async Task<(Sessions Sessions, string Key)> SeenLaterAsync(TestDatabase database)
    {
        var (sessions, key) = (database.Get<Sessions>(), Guid.NewGuid().ToString("N"));
        await sessions.StartAsync(key, personId: null, AuthenticationMethod.OpenIdConnect, signOutHint: null, default);
        database.Time.Advance(TimeSpan.FromMinutes(6));
        sessions.Seen(key);
        return (sessions, key);
    }

    /// <summary>How long after its beginning its row says that somebody was there.</summary>
    private static async Task<TimeSpan> SeenAfterAsync(TestDatabase database, string key)
    {
        await using var db = database.Look();
        var row = await db.Sessions.SingleAsync(s => s.Key == key);
        return row.SeenAt - row.StartedAt;
    }

    private static async Task<SqliteConnection> HoldAsync(TestDatabase database)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database.File, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
