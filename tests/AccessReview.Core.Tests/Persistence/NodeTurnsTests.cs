using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Persistence;

public sealed class NodeTurnsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static NodeTurns Node(TestDatabase database) => new(database.Databases, database.Get<OperationalWrites>(), database.Time);

    [Fact]
    public async Task One_node_does_it_and_the_others_wait_until_it_is_due_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (first, second, done) = (Node(database), Node(database), 0);
        Task<bool> Tick(NodeTurns node) => node.RunAsync("follow-ups", Minute, _ => Task.FromResult(++done), CancellationToken.None);

        Assert.True(await Tick(first));
        Assert.False(await Tick(second));
        Assert.False(await Tick(first));
        database.Time.Advance(Minute);
        Assert.True(await Tick(second));
        Assert.False(await Tick(first));
        Assert.Equal(2, done);
    }

    [Fact]
    public async Task While_one_node_is_at_it_no_other_begins_and_a_dead_one_is_followed_when_its_lease_has_run_out()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (dead, next) = (Node(database), Node(database));
        await dead.RunAsync("follow-ups", Minute, async _ =>
        {
            database.Time.Advance(TimeSpan.FromMinutes(4));
            Assert.False(await next.RunAsync("follow-ups", Minute, _ => Task.CompletedTask, CancellationToken.None));
            database.Time.Advance(TimeSpan.FromMinutes(2));
            Assert.True(await next.RunAsync("follow-ups", TimeSpan.FromHours(1), _ => Task.CompletedTask, CancellationToken.None));
        }, CancellationToken.None);

        // The one that was held up no longer has a say in when it is due.
        await using var db = database.Look();
        Assert.Equal((2, database.Time.GetUtcNow().UtcDateTime.AddHours(1)), await db.Works.Select(w => new ValueTuple<int, DateTime>(w.Attempt, w.NotBefore!.Value)).SingleAsync());
    }

    [Fact]
    public async Task A_clock_that_ran_ahead_and_was_set_right_holds_nobody_up()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (right, ahead) = (database.Time.GetUtcNow(), database.Time.GetUtcNow().AddDays(30));
        Task<bool> Tick(Func<CancellationToken, Task> work) => Node(database).RunAsync("follow-ups", Minute, work, CancellationToken.None);

        database.Time.AdjustTime(ahead);
        Assert.True(await Tick(_ => Task.CompletedTask));
        database.Time.AdjustTime(right);
        Assert.True(await Tick(_ => Task.CompletedTask));

        // Nor does one that took its turn by that clock, and died in it.
        database.Time.AdjustTime(ahead);
        Assert.True(await Tick(async _ =>
        {
            database.Time.AdjustTime(right.AddMinutes(2));
            Assert.True(await Tick(_ => Task.CompletedTask));
        }));
    }

    [Fact]
    public async Task A_node_whose_clock_is_a_little_behind_takes_no_turn_that_another_has()
    {
        await using var database = await TestDatabase.CreateAsync();
        Assert.True(await Node(database).RunAsync("follow-ups", Minute, async _ =>
        {
            database.Time.AdjustTime(database.Time.GetUtcNow().AddSeconds(-30));
            Assert.False(await Node(database).RunAsync("follow-ups", Minute, _ => Task.CompletedTask, CancellationToken.None));
        }, CancellationToken.None));
        Assert.False(await Node(database).RunAsync("follow-ups", Minute, _ => Task.CompletedTask, CancellationToken.None));
    }

    [Fact]
    public async Task A_turn_that_fails_is_given_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => Node(database).RunAsync("follow-ups", TimeSpan.Zero, _ => throw new InvalidOperationException(), CancellationToken.None));
        Assert.True(await Node(database).RunAsync("follow-ups", TimeSpan.Zero, _ => Task.CompletedTask, CancellationToken.None));
    }
}
