using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Persistence;

/// <summary>Who has a job, and for how long.</summary>
public sealed class WorkQueueTests
{
    private static CancellationToken Never => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_that_takes_longer_than_a_lease_stays_with_who_works_on_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (mine, other) = (Queue(database), Queue(database));
        var work = await TakenAsync(database, mine);
        var done = await mine.WhileHeldAsync(work, async held =>
        {
            for (var third = 0; third < 6; third++)
            {
                await RenewedAsync(database);
                Assert.Null(await other.TakeAsync("test", held));
            }

            return work;
        }, Never);
        Assert.NotNull(done);
    }

    [Fact]
    public async Task What_works_on_a_job_that_is_anothers_by_now_is_stopped()
    {
        await using var database = await TestDatabase.CreateAsync();
        var mine = Queue(database);
        var work = await TakenAsync(database, mine);
        var done = await mine.WhileHeldAsync(work, async held =>
        {
            await database.Get<OperationalWrites>().RunAsync(async (db, cancel) => await db.Works.ExecuteUpdateAsync(set => set.SetProperty(w => w.LeaseOwner, "another"), cancel), held);
            database.Time.Advance(WorkQueue.Lease / 3);
            await Task.Delay(Timeout.Infinite, held);
            return work;
        }, Never);
        Assert.Null(done);
    }

    [SqliteFact]
    public async Task A_renewal_that_finds_the_database_held_does_not_end_the_work()
    {
        await using var database = await TestDatabase.CreateAsync(patience: 1);
        var mine = Queue(database);
        var work = await TakenAsync(database, mine);
        var done = await mine.WhileHeldAsync(work, async held =>
        {
            await using (var program = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database.File, Pooling = false }.ToString()))
            {
                await program.OpenAsync(held);
                await using var holds = program.BeginTransaction(deferred: false);
                database.Time.Advance(WorkQueue.Lease / 3);

                // Writers queue: once two were told that the database is held, the renewal between them was told too.
                await Assert.ThrowsAnyAsync<Exception>(() => mine.KeepAsync(work, 1, 0, held));
                await Assert.ThrowsAnyAsync<Exception>(() => mine.KeepAsync(work, 1, 0, held));
            }

            await RenewedAsync(database);
            return work;
        }, Never);
        Assert.NotNull(done);
    }

    [Fact]
    public async Task A_job_whose_process_gave_no_sign_of_life_for_a_lease_is_taken_by_the_next()
    {
        await using var database = await TestDatabase.CreateAsync();
        await TakenAsync(database, Queue(database));
        var other = Queue(database);
        Assert.Null(await other.TakeAsync("test", Never));
        database.Time.Advance(WorkQueue.Lease + TimeSpan.FromSeconds(1));
        Assert.Equal(2, (await other.TakeAsync("test", Never))?.Attempt);
    }

    [Fact]
    public async Task A_job_that_was_taken_or_put_off_by_a_clock_that_ran_ahead_is_free_once_it_is_right()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (right, queue) = (database.Time.GetUtcNow(), Queue(database));
        database.Time.AdjustTime(right.AddDays(30));
        await TakenAsync(database, queue);
        database.Time.AdjustTime(right);
        var again = await queue.TakeAsync("test", Never);
        Assert.Equal(2, again?.Attempt);

        await queue.PutBackAsync(again!, right.UtcDateTime.AddDays(30), Never);
        Assert.Equal(3, (await queue.TakeAsync("test", Never))?.Attempt);
    }

    [Fact]
    public async Task A_job_that_is_to_be_left_alone_for_hours_is()
    {
        await using var database = await TestDatabase.CreateAsync();
        var queue = Queue(database);
        await queue.PutBackAsync(await TakenAsync(database, queue), database.Time.GetUtcNow().UtcDateTime.AddHours(20), Never);
        Assert.Null(await queue.TakeAsync("test", Never));
        database.Time.Advance(TimeSpan.FromHours(20));
        Assert.NotNull(await queue.TakeAsync("test", Never));
    }

    /// <summary>Lets a third of a lease pass, until the one job there is was renewed.</summary>
    internal static async Task RenewedAsync(TestDatabase database)
    {
        var before = await UntilAsync(database);
        database.Time.Advance(WorkQueue.Lease / 3);
        using var hang = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await UntilAsync(database) == before)
        {
            hang.Token.ThrowIfCancellationRequested();
        }
    }

    private static WorkQueue Queue(TestDatabase database) => new(database.Databases, database.Get<OperationalWrites>(), database.Time);

    private static async Task<Work> TakenAsync(TestDatabase database, WorkQueue queue)
    {
        await database.Get<OperationalWrites>().RunAsync((db, _) =>
        {
            db.Add(new Work { Kind = "test", UniqueKey = "one", Arguments = "{}", AskedBy = "product", AskedAt = database.Time.GetUtcNow().UtcDateTime, State = WorkState.Waiting });
            return Task.FromResult(Done.Yes);
        }, Never);
        return await queue.TakeAsync("test", Never) ?? throw new InvalidOperationException("The job was not free.");
    }

    private static async Task<DateTime?> UntilAsync(TestDatabase database)
    {
        await using var db = database.Look();
        return await db.Works.Select(w => w.LeaseUntil).SingleAsync(Never);
    }
}
