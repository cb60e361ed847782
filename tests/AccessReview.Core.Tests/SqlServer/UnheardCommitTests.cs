using System.Data.Common;
using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.SignIn;
using AccessReview.Core.Tests.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests.SqlServer;

/// <summary>An operational write keeps no receipt: after a commit that happened and was not heard of, it is done once more and must answer as if
/// it were the first time.</summary>
public sealed class UnheardCommitTests
{
    private static readonly Dictionary<string, Func<TestDatabase, Action, Task>> Writes = new(StringComparer.Ordinal)
    {
        ["a session begins"] = async (database, lose) =>
        {
            lose();
            await database.Get<Sessions>().StartAsync("s1", personId: null, AuthenticationMethod.OpenIdConnect, signOutHint: null, Never);
            Assert.True(await database.Get<Sessions>().IsAliveAsync("s1", Never));
        },
        ["a session ends"] = async (database, lose) =>
        {
            await database.Get<Sessions>().StartAsync("s1", personId: null, AuthenticationMethod.OpenIdConnect, [1, 2], Never);
            lose();
            Assert.Equal([1, 2], await database.Get<Sessions>().EndAsync("s1", Never));
            Assert.Null(await database.Get<Sessions>().EndAsync("s1", Never));
        },
        ["a job is taken"] = async (database, lose) =>
        {
            await database.Get<OperationalWrites>().RunAsync((db, _) => Task.FromResult(db.Add(new Work { Kind = "test", UniqueKey = "1", Arguments = "{}", AskedBy = "x", AskedAt = database.Time.Now() })), Never);
            var queue = database.Get<WorkQueue>();
            lose();
            var work = await queue.TakeAsync("test", Never);
            Assert.Equal(1, work?.Attempt);
            Assert.True(await queue.KeepAsync(work!, 1, 2, Never));
        },
        ["a turn is taken"] = async (database, lose) =>
        {
            var done = 0;
            lose();
            Assert.True(await database.Get<NodeTurns>().RunAsync("clock", TimeSpan.FromMinutes(1), _ => Task.FromResult(++done), Never));
            Assert.Equal(1, done);
            database.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.True(await database.Get<NodeTurns>().RunAsync("clock", TimeSpan.FromMinutes(1), _ => Task.FromResult(++done), Never));
        },
        ["a view is forgotten"] = async (database, lose) =>
        {
            var world = new TestWorld(database);
            await world.PeopleAsync(["Priya"]);
            (await database.Get<ListPreferences>().SaveViewAsync(world.As("Priya"), "Mine", "?q=a", Never)).Require();
            lose();
            (await database.Get<ListPreferences>().ForgetViewAsync(world.As("Priya"), "Mine", Never)).Require();
            Assert.Equal("not-found", (await database.Get<ListPreferences>().ForgetViewAsync(world.As("Priya"), "Mine", Never)).Problem?.Code);
        },
        ["a file is stored"] = async (database, lose) =>
        {
            var files = database.Get<FileStore>();
            lose();
            var stored = await files.StoreAsync(new MemoryStream([1, 2, 3]), Never);
            Assert.Equal([1, 2, 3], await files.ReadAsync(stored.Id, Never));
            await using var db = database.Look();
            Assert.Equal([stored.Id], await db.StoredFiles.Select(f => f.Id).ToListAsync(Never));
        },
        ["a connection is read"] = async (database, lose) =>
        {
            await using var world = await ConnectedWorld.CreateAsync(database);
            var connection = await world.ConnectHeapAsync();
            lose();
            Assert.Equal(Completeness.Complete, (await world.ReadAsync(connection)).Completeness);
            await using var db = database.Look();
            Assert.Equal(WorkState.Done, await db.Works.Where(w => w.Kind == "reading").Select(w => w.State).SingleAsync());
            Assert.Equal(1, await db.Extracts.CountAsync(e => e.ConnectionId == connection));
        },
    };

    public static TheoryData<string> Named => [.. Writes.Keys];

    private static CancellationToken Never => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Named))]
    public async Task A_write_whose_commit_was_not_heard_of_answers_as_if_it_was(string write)
    {
        var commits = new UnheardCommits();
        await using var database = await TestDatabase.CreateAsync(interceptor: commits);
        await Writes[write](database, () => commits.AreLost = true);
        Assert.True(commits.Lost > 0, "No commit was lost.");
    }

    /// <summary>Loses the connection after every second commit: each transaction happens twice.</summary>
    private sealed class UnheardCommits : DbTransactionInterceptor
    {
        private int commits;

        public bool AreLost { get; set; }

        public int Lost { get; private set; }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (!AreLost || ++commits % 2 == 0)
            {
                return Task.CompletedTask;
            }

            Lost++;
            throw new LostConnectionException();
        }
    }
}
