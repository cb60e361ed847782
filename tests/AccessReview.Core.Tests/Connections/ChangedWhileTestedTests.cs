using AccessReview.Core.Connections;
using AccessReview.Core.Persistence;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>A connection that somebody sets while another one uses it: no secret goes to an address that it was not entered for.</summary>
public sealed class ChangedWhileTestedTests : ConnectedTests
{
    [Fact]
    public async Task What_was_set_while_a_test_ran_stays_as_it_was_set()
    {
        var connection = await world.ConnectHeapAsync();
        await InTheMiddleOfATestAsync(connection, () => SetAsync(world.Heap.Base, FakeScim.Token, "https://login.example/new"));
        await using var db = database.Look();
        var now = await db.Connections.SingleAsync(c => c.Id == connection);
        Assert.Equal(("https://login.example/new", null, null), (ConnectionSettings.Parse(now.Settings).Login, now.TestedAt, now.Test));
    }

    [Fact]
    public async Task A_connection_that_was_ended_while_it_was_tested_says_nothing_of_a_test()
    {
        var connection = await world.ConnectHeapAsync();
        await InTheMiddleOfATestAsync(connection, async () => (await database.Get<EndConnection>().RunAsync(Guid.NewGuid(), world.Ada, connection, default)).Require());
        await using var db = database.Look();
        Assert.Equal((false, null), await db.Connections.Where(c => c.Id == connection).Select(c => new ValueTuple<bool, DateTime?>(c.Active, c.TestedAt)).SingleAsync());
    }

    [Fact]
    public async Task A_test_keeps_what_it_found_and_leaves_every_other_setting_alone()
    {
        await using var server = new FakeScim(new ScimManners { ETags = true }).User("h1", "vera@example.test");
        await server.StartAsync();
        var connection = await SetAsync(server.Base, FakeScim.Token, "https://login.example/as-set");
        Assert.Null((await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, connection, default)).Require().Problem);
        await using var db = database.Look();
        var settings = ConnectionSettings.Parse(await db.Connections.Where(c => c.Id == connection).Select(c => c.Settings).SingleAsync());
        Assert.Equal(("https://login.example/as-set", true), (settings.Login, settings.ETags));
    }

    [Fact]
    public async Task A_connection_in_whose_place_another_server_was_set_after_it_was_read_asks_neither()
    {
        var id = await world.ConnectHeapAsync();
        await using var db = database.Look();
        var read = await db.Connections.AsNoTracking().SingleAsync(c => c.Id == id);
        await using var other = new FakeScim().User("h1", "vera@example.test");
        await other.StartAsync();
        await SetAsync(other.Base, FakeScim.Token, null);

        Assert.Equal("connection.ended", (await database.Get<ConnectorFactory>().ReadyAsync(db, read.Id, default)).Problem?.Code);
        Assert.Empty(world.Heap.Requests);
        Assert.Empty(other.Requests);
    }

    private async Task InTheMiddleOfATestAsync(long connection, Func<Task> act)
    {
        var first = true;
        world.Heap.Before = async (_, _) =>
        {
            if (first)
            {
                first = false;
                await act();
            }

            return false;
        };
        Assert.Equal("conflict", (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, connection, default)).Problem?.Code);
        Assert.False(first);
    }

    private async Task<long> SetAsync(string address, string secret, string? login) => (await world.SetAsync(
        new EnteredConnection(world.World.ApplicationId, null, ConnectionSystem.Scim, address, secret, ConnectionUse.ReadAndRemove, new ConnectionSettings { Login = login }))).Require();
}
