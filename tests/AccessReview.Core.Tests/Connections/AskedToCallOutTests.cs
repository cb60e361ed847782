using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.SignIn;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>The fear: somebody who may do nothing any more, or a script, makes the product call other systems with the secrets it keeps.</summary>
public sealed class AskedToCallOutTests : ConnectedTests
{
    [Fact]
    public async Task A_session_that_was_ended_calls_nobody_and_asks_for_no_reading()
    {
        var connection = await world.ConnectHeapAsync();
        await database.Get<Sessions>().StartAsync("s1", world.Ada.PersonId, AuthenticationMethod.OpenIdConnect, signOutHint: null, default);
        await database.Get<Sessions>().EndAsync("s1", default);
        var ended = world.Ada with { Session = "s1" };

        Assert.Contains("session was ended", (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), ended, connection, default)).Problem?.Sentence);
        Assert.Contains("session was ended", (await database.Get<AskForReading>().RunAsync(ended, connection, default)).Problem?.Sentence);
        Assert.Empty(world.Heap.Requests);
        await using var db = database.Look();
        Assert.False(await db.Works.AnyAsync(w => w.Kind == ReadingJob.Kind));
    }

    [Fact]
    public async Task Whoever_tests_more_at_once_than_a_person_can_mean_calls_nobody()
    {
        var connection = await world.ConnectHeapAsync();
        var test = new TestConnection(
            database.Databases, new AskedWrites(database.Get<OperationalWrites>(), database.Change, new Pace(burst: 1, perSecond: 1, database.Time)), database.Change, database.Get<ConnectorFactory>());
        (await test.RunAsync(Guid.NewGuid(), world.Ada, connection, default)).Require();
        var called = world.Heap.Requests.Count;

        Assert.Equal("for-now.pace", (await test.RunAsync(Guid.NewGuid(), world.Ada, connection, default)).Problem?.Code);
        Assert.Equal(called, world.Heap.Requests.Count);
    }
}
