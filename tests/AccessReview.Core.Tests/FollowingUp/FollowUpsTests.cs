namespace AccessReview.Core.Tests.FollowingUp;

/// <summary>What follows from what lies in the database: what fails stops nothing else, and is told.</summary>
public sealed class FollowUpsTests
{
    private sealed class Fails : IFollowUp
    {
        public Exception? With { get; set; } = new TimeZoneNotFoundException();

        public int Order => 1;

        public Task RunAsync(CancellationToken cancel) => With is { } failure ? throw failure : Task.CompletedTask;
    }

    private sealed class FailsToo : IFollowUp
    {
        public int Order => 2;

        public Task RunAsync(CancellationToken cancel) => throw new InvalidOperationException();
    }

    private sealed class Runs : IFollowUp
    {
        public int Times { get; private set; }

        public int Order => 3;

        public Task RunAsync(CancellationToken cancel)
        {
            cancel.ThrowIfCancellationRequested();
            Times++;
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task One_that_fails_stops_none_after_it_and_is_told_with_since_when_until_it_ends_well()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (fails, runs, since) = (new Fails(), new Runs(), database.Time.GetUtcNow().UtcDateTime);
        using var followUps = new FollowUps([runs, fails], database.Get<FollowUpFailures>());
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => followUps.RunAsync(default));
        database.Time.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => followUps.RunAsync(default));
        Assert.Equal(2, runs.Times);
        Assert.Equal([new FailingFollowUp(nameof(Fails), since)], await database.Get<FollowUpFailures>().ReadAsync(default));

        fails.With = null;
        await followUps.RunAsync(default);
        Assert.Empty(await database.Get<FollowUpFailures>().ReadAsync(default));
    }

    [Fact]
    public async Task Several_that_fail_are_told_together()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var followUps = new FollowUps([new Fails(), new FailsToo(), new Runs()], database.Get<FollowUpFailures>());
        var told = await Assert.ThrowsAsync<AggregateException>(() => followUps.RunAsync(default));
        Assert.Equal([typeof(TimeZoneNotFoundException), typeof(InvalidOperationException)], told.InnerExceptions.Select(e => e.GetType()));
        Assert.Equal([nameof(Fails), nameof(FailsToo)], (await database.Get<FollowUpFailures>().ReadAsync(default)).Select(f => f.Name));
    }

    [Fact]
    public async Task A_stop_is_no_failure_and_ends_the_round()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        using var followUps = new FollowUps([new Runs()], database.Get<FollowUpFailures>());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => followUps.RunAsync(stop.Token));
        Assert.Empty(await database.Get<FollowUpFailures>().ReadAsync(default));
    }
}
