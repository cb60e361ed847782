using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>A connection that somebody sets while its reading waits: no reading is made of the answers of two.</summary>
public sealed class ChangedWhileReadTests : ConnectedTests
{
    [Fact]
    public async Task A_reading_that_waited_shows_the_server_that_was_set_meanwhile_and_nobody_of_the_one_before()
    {
        await WaitsAsync(world.Heap, "/Groups", await world.ConnectHeapAsync());
        await using var other = new FakeScim().User("x1", "nia@other.example").User("x2", "tom@other.example").Group("xg", "Other team", "x1");
        await other.StartAsync();
        var connection = await SetHeapAsync(other.Base);

        var extract = await GoesOnAsync(connection, ended: 2); // The one before comes to its end, too: its connection has.

        Assert.Equal(Completeness.Complete, extract.Completeness);
        await using var db = database.Look();
        Assert.Equal(["nia@other.example", "tom@other.example"], await db.AccountRecords.Where(r => r.ExtractId == extract.Id).Select(r => r.Email).Order().ToListAsync());
        Assert.Equal(1, await db.AssignmentRecords.CountAsync(r => r.ExtractId == extract.Id));
        Assert.Equal(0, await db.SetAsideLines.CountAsync());
    }

    [Fact]
    public async Task A_new_key_for_the_same_address_may_be_of_another_organisation_and_everything_is_asked_for_anew()
    {
        await WaitsAsync(world.Heap, "/Groups", await world.ConnectHeapAsync());
        world.Heap.Users.Clear();
        world.Heap.User("x1", "nia@other.example");
        var connection = await SetHeapAsync(world.Heap.Base, world.Heap.Accepts = "the-key-of-another-organisation");

        var extract = await GoesOnAsync(connection);

        await using var db = database.Look();
        Assert.Equal("nia@other.example", await db.AccountRecords.Where(r => r.ExtractId == extract.Id).Select(r => r.Email).SingleAsync());
    }

    [Fact]
    public async Task A_reading_that_waited_says_nothing_of_an_application_that_is_no_longer_linked()
    {
        var connection = await world.ConnectOktaAsync();
        world.Okta.Apps["other"] = (["00uSami"], []);
        await WaitsAsync(world.Okta, "/apps/heap/groups", connection);
        await using var db = database.Look();
        var directory = await db.Connections.Where(c => c.Id == connection).Select(c => c.DirectoryId).SingleAsync();
        var linked = new ConnectionSettings { Apps = [new LinkedApp("other", world.World.ApplicationId)] };
        (await world.SetAsync(new EnteredConnection(null, directory, ConnectionSystem.Okta, world.Okta.Address, "", ConnectionUse.ReadOnly, linked))).Require();

        var extract = await GoesOnAsync(connection);

        Assert.Equal(Completeness.Complete, extract.Completeness);
        var grants = await db.AppGrants.Where(g => g.ExtractId == extract.Id).Select(g => new { g.AppId, Name = db.PersonRecords.Where(p => p.ExtractId == extract.Id && p.PersonId == g.PersonId).Select(p => p.Name).Single() }).ToListAsync();
        Assert.Equal(("other", "Sami Test"), (Assert.Single(grants).AppId, grants[0].Name));
    }

    [Fact]
    public async Task A_reading_that_waited_goes_on_where_it_was_when_nothing_was_set()
    {
        var connection = await world.ConnectHeapAsync();
        await WaitsAsync(world.Heap, "/Groups", connection);
        Assert.Equal(Completeness.Complete, (await GoesOnAsync(connection)).Completeness);
        Assert.Single(world.Heap.Requests, r => r.Contains("/Users?startIndex=1&", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reading_that_waited_does_not_turn_the_application_back_from_a_newer_file()
    {
        var connection = await world.ConnectHeapAsync();
        await WaitsAsync(world.Heap, "/Groups", connection);
        database.Time.Advance(TimeSpan.FromMinutes(6));
        await world.Revoked.ReadAsync(database.Time.Now().AddMinutes(-1), [new TestAccount("Sami")]);

        await IsNotUsedAsync(await GoesOnAsync(connection));
    }

    [Fact]
    public async Task A_reading_that_waited_does_not_turn_the_directory_back_from_a_newer_staff_list()
    {
        var connection = await world.ConnectOktaAsync();
        await WaitsAsync(world.Okta, "/apps/heap/groups", connection);
        database.Time.Advance(TimeSpan.FromMinutes(6));
        await world.Revoked.Run(async (scope, cancel) => scope.Add(new Extract
        {
            Id = scope.NewId(), Number = 1 + await scope.Db.Extracts.MaxAsync(e => e.Number, cancel), Kind = ExtractKind.People,
            DirectoryId = await scope.Db.Connections.Where(c => c.Id == connection).Select(c => c.DirectoryId).SingleAsync(cancel),
            AsOf = scope.At.AddMinutes(-1), ReadAt = scope.At, ReadBy = "product", Completeness = Completeness.Complete, CoversAssignments = false, Records = 0, Assignments = 0,
        }));

        await IsNotUsedAsync(await GoesOnAsync(connection));
    }

    [Fact]
    public async Task A_state_from_while_the_clock_ran_ahead_keeps_no_reading_from_being_used()
    {
        await world.Revoked.ReadAsync(database.Time.Now().AddDays(3), [new TestAccount("Sami")]);
        Assert.Equal(Completeness.Complete, (await world.ReadAsync(await world.ConnectHeapAsync())).Completeness);
    }

    private async Task IsNotUsedAsync(Extract extract)
    {
        Assert.Equal(Completeness.Incomplete, extract.Completeness);
        Assert.Contains("A newer state", extract.Why, StringComparison.Ordinal);
        await using var db = database.Look();
        Assert.False(await db.Applications.AnyAsync(a => a.CurrentExtractId == extract.Id) || await db.Directories.AnyAsync(d => d.CurrentExtractId == extract.Id));
    }

    /// <summary>A reading that came as far as a path, which the system answers only later.</summary>
    private async Task WaitsAsync(FakeServer server, string path, long connection)
    {
        server.Before = async (context, _) =>
        {
            var refused = context.Request.Path.Value!.EndsWith(path, StringComparison.Ordinal);
            if (refused)
            {
                // Longer than a reading waits for, so that it is put off.
                (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (StatusCodes.Status503ServiceUnavailable, "600");
                await context.Response.CompleteAsync();
            }

            return refused;
        };
        await AskAsync(connection);
        await database.Get<RunReadings>().RunAsync(default);
        server.Before = null;
        await using var db = database.Look();
        Assert.True(await db.KeptPages.AnyAsync());
        Assert.Equal(WorkState.Waiting, await db.Works.Where(w => w.Kind == "reading").Select(w => w.State).SingleAsync());
    }

    private async Task<Extract> GoesOnAsync(long connection, int ended = 1)
    {
        await AskAsync(connection);
        database.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(ended, await database.Get<RunReadings>().RunAsync(default));
        await using var db = database.Look();
        Assert.False(await db.KeptPages.AnyAsync());
        return await db.Extracts.SingleAsync(e => e.ConnectionId == connection);
    }

    private async Task AskAsync(long connection) => (await database.Get<AskForReading>().RunAsync(world.World.As("Owen"), connection, default)).Require();

    private async Task<long> SetHeapAsync(string address, string token = FakeScim.Token) => (await world.SetAsync(
        new EnteredConnection(world.World.ApplicationId, null, ConnectionSystem.Scim, address, token, ConnectionUse.ReadOnly, new ConnectionSettings()))).Require();
}
