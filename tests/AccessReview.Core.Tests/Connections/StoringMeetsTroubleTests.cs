using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>A reading that has come to its end and cannot be stored.</summary>
public sealed class StoringMeetsTroubleTests
{
    [Fact]
    public async Task A_reading_that_could_not_be_stored_keeps_its_pages_and_is_stored_a_minute_later()
    {
        var saving = new FailsToSave<Extract>();
        await using var database = await TestDatabase.CreateAsync(interceptor: saving);
        await using var world = await ConnectedWorld.CreateAsync(database);
        var connection = await world.ConnectHeapAsync();
        (await database.Get<AskForReading>().RunAsync(world.World.As("Owen"), connection, default)).Require();
        saving.Next = new SqliteException("disk I/O error", 10);
        Assert.Equal(0, await database.Get<RunReadings>().RunAsync(default));

        await using var db = database.Look();
        Assert.Equal(WorkState.Waiting, await db.Works.Where(w => w.Kind == "reading").Select(w => w.State).SingleAsync());
        Assert.Equal(0, await database.Get<RunReadings>().RunAsync(default));
        var asked = world.Heap.Requests.Count;
        database.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await database.Get<RunReadings>().RunAsync(default));
        Assert.Equal(asked, world.Heap.Requests.Count);
        Assert.Equal(Completeness.Complete, await db.Extracts.Where(e => e.ConnectionId == connection).Select(e => e.Completeness).SingleAsync());
        Assert.False(await db.KeptPages.AnyAsync());
    }
}
