using AccessReview.Core.Removals;

namespace AccessReview.Core.Tests.Connections;

/// <summary>How often a removal is tried where the other system passes, and how long that is left alone in between.</summary>
public sealed class RemovalTriesTests : ConnectedTests
{
    [Fact]
    public async Task A_system_that_asks_for_the_same_short_pause_each_time_is_left_alone_for_longer_each_time()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.Revoked.RevokeAsync("Vera");
        await world.Revoked.SignOffAsync("Vera");
        world.Heap.Before = async (context, _) =>
        {
            // Longer than a removal waits for, so that it is put off.
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (503, "121");
            await context.Response.CompleteAsync();
            return true;
        };
        database.Time.Advance(TimeSpan.FromHours(1));
        List<TimeSpan> pauses = [];
        for (var tried = 1; tried <= 5; tried++)
        {
            await database.Get<CarryOutRemovals>().RunAsync(default);
            var removal = await world.OnlyAsync();
            Assert.Equal((RemovalState.Requested, tried), (removal.State, removal.Tries));
            pauses.Add(removal.NotBefore!.Value - database.Time.GetUtcNow().UtcDateTime);
            database.Time.Advance(pauses[^1]);
        }

        Assert.Equal([TimeSpan.FromSeconds(121), TimeSpan.FromSeconds(121), .. new[] { 4, 8, 16 }.Select(m => TimeSpan.FromMinutes(m))], pauses);
    }
}
