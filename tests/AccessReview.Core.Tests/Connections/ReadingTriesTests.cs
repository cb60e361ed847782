using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.SqlServer;
using AccessReview.Fakes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>How often a source is tried: counted for one reading, and never for all that were made of it.</summary>
public sealed class ReadingTriesTests : ConnectedTests
{
    [Fact]
    public async Task A_source_that_passes_for_a_moment_ends_no_reading_however_many_were_made_before()
    {
        var connection = await world.ConnectHeapAsync();
        for (var reading = 0; reading < RunReadings.MostTries; reading++)
        {
            await world.ReadAsync(connection);
        }

        Answers("/Groups", 503);
        var before = await world.ReadAsync(connection);
        Assert.Equal(WorkState.Waiting, await StateAsync());
        world.Heap.Before = null;
        await LaterAsync();
        Assert.Equal(WorkState.Done, await StateAsync());
        await using var db = database.Look();
        Assert.Equal(Completeness.Complete, await db.Extracts.Where(e => e.Id > before.Id).Select(e => e.Completeness).SingleAsync());
    }

    [Fact]
    public async Task A_source_that_never_comes_back_ends_the_reading_and_the_next_one_has_as_many_tries()
    {
        var connection = await world.ConnectHeapAsync();
        Answers("/Users", 503);
        await AskAsync(connection);
        for (var tried = 1; tried < RunReadings.MostTries; tried++)
        {
            await LaterAsync();
        }

        Assert.Equal(WorkState.Waiting, await StateAsync());
        await LaterAsync();
        Assert.Equal(WorkState.Failed, await StateAsync());
        await AskAsync(connection);
        await LaterAsync();
        Assert.Equal(WorkState.Waiting, await StateAsync());
    }

    [Fact]
    public async Task A_source_that_asks_for_the_same_short_pause_each_time_is_left_alone_for_longer_each_time()
    {
        var connection = await world.ConnectHeapAsync();
        Answers("/Users", 503, "121");
        await AskAsync(connection);
        List<TimeSpan> pauses = [];
        for (var tried = 1; tried <= 5; tried++)
        {
            await database.Get<RunReadings>().RunAsync(default);
            pauses.Add(await PauseAsync());
            database.Time.Advance(pauses[^1]);
        }

        Assert.Equal([TimeSpan.FromSeconds(121), .. new[] { 4, 8, 16, 30 }.Select(m => TimeSpan.FromMinutes(m))], pauses);
    }

    [Fact]
    public async Task A_database_that_fails_the_reading_each_time_ends_it_and_is_told_about()
    {
        var failing = new FailsOnce("Connections");
        await using var own = await TestDatabase.CreateAsync(interceptor: failing);
        await using var connected = await ConnectedWorld.CreateAsync(own);
        (await own.Get<AskForReading>().RunAsync(connected.World.As("Owen"), await connected.ConnectHeapAsync(), default)).Require();
        await using var db = own.Look();
        var job = db.Works.AsNoTracking().Where(w => w.Kind == "reading");
        for (var tried = 1; tried <= RunReadings.MostTries; tried++)
        {
            Assert.Equal(WorkState.Waiting, (await job.SingleAsync()).State);
            failing.Next = new SqliteException("disk I/O error", 10);
            await Assert.ThrowsAsync<SqliteException>(() => own.Get<RunReadings>().RunAsync(default));
            own.Time.Advance(TimeSpan.FromMinutes(30));
        }

        var ended = await job.SingleAsync();
        Assert.Equal(
            (WorkState.Failed, "The reading could not be made: The database cannot be written just now, so this could not be saved. What was saved before is safe. Tell whoever runs this server, and try again."),
            (ended.State, ended.Result));
        Assert.Equal(0, await own.Get<RunReadings>().RunAsync(default));
    }

    [Fact]
    public async Task A_reading_that_did_not_come_after_a_removal_is_asked_for_again_some_hours_later_though_no_schedule_asks()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.Revoked.RevokeAsync("Vera");
        await world.Revoked.SignOffAsync("Vera");
        database.Time.Advance(TimeSpan.FromHours(1));
        await database.Get<CarryOutRemovals>().RunAsync(default);
        Answers("/Users", 401);
        Assert.Equal(1, await PlanAsync());
        await database.Get<RunReadings>().RunAsync(default);
        Assert.Equal((RemovalState.Executed, 0), ((await world.OnlyAsync()).State, await PlanAsync()));

        world.Heap.Before = null;
        database.Time.Advance(PlanReadings.ProofAgain);
        Assert.Equal(1, await PlanAsync());
        await database.Get<RunReadings>().RunAsync(default);
        Assert.Equal((RemovalState.Verified, 0), ((await world.OnlyAsync()).State, await PlanAsync()));
    }

    // The pause is longer than a reading waits for, so that it is put off.
    private void Answers(string path, int status, string after = "600") => world.Heap.Before = async (context, _) =>
    {
        var refused = context.Request.Path.Value!.EndsWith(path, StringComparison.Ordinal);
        if (refused)
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (status, after);
            await context.Response.CompleteAsync();
        }

        return refused;
    };

    private async Task AskAsync(long connection) => (await database.Get<AskForReading>().RunAsync(world.World.As("Owen"), connection, default)).Require();

    private Task<int> PlanAsync()
    {
        database.Time.Advance(TimeSpan.FromSeconds(1));
        return database.Get<PlanReadings>().RunAsync(default);
    }

    private async Task LaterAsync()
    {
        database.Time.Advance(TimeSpan.FromMinutes(31));
        await database.Get<RunReadings>().RunAsync(default);
    }

    private async Task<TimeSpan> PauseAsync()
    {
        await using var db = database.Look();
        return (await db.Works.Where(w => w.Kind == "reading" && w.State == WorkState.Waiting).Select(w => w.NotBefore).SingleAsync())!.Value - database.Time.GetUtcNow().UtcDateTime;
    }

    private async Task<WorkState> StateAsync()
    {
        await using var db = database.Look();
        return await db.Works.Where(w => w.Kind == "reading").Select(w => w.State).SingleAsync();
    }
}
