using System.Text;
using AccessReview.Core.Connections;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>Connecting another system: who may, what is kept, and what the test says.</summary>
public sealed class ConnectingTests : ConnectedTests
{
    [Fact]
    public async Task Only_an_administrator_connects() =>
        Assert.Equal(Problem.DeniedCode, (await SetAsync(world.World.As("Owen"), Heap(FakeScim.Token))).Problem!.Code);

    [Fact]
    public async Task A_secret_is_kept_sealed_and_stands_nowhere_else()
    {
        await world.ConnectHeapAsync();
        await using var db = database.Look();
        var bytes = await db.ConnectionSecrets.Select(s => s.Sealed).SingleAsync();
        Assert.DoesNotContain(FakeScim.Token, Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        foreach (var body in await db.AuditEvents.Select(e => e.Body).ToListAsync())
        {
            Assert.DoesNotContain(FakeScim.Token, Encoding.UTF8.GetString(body), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_kept_secret_is_never_sent_to_another_address()
    {
        await world.ConnectHeapAsync();
        var moved = await world.SetAsync(Heap("") with { Address = "https://evil.example/scim/v2" });
        Assert.Equal("connection.secret", moved.Problem!.Code);
        Assert.True((await world.SetAsync(Heap("") with { Use = ConnectionUse.ReadOnly })).IsOk);
    }

    [Theory]
    [InlineData("http://heap.example/scim")]
    [InlineData("https://169.254.169.254/")]
    [InlineData("heap.example")]
    public async Task An_address_that_may_not_be_called_is_refused(string address) =>
        Assert.Equal("connection.address", (await SetAsync(world.Ada, Heap(FakeScim.Token) with { Address = address })).Problem!.Code);

    [Fact]
    public async Task The_test_says_what_the_product_can_and_cannot_do_there()
    {
        var findings = await TestAsync(await world.ConnectHeapAsync());
        Assert.Null(findings.Problem);
        Assert.Equal((3, 2), (findings.Accounts, findings.Groups));
        Assert.Contains("Switch an account off.", findings.Can);
        Assert.Contains(findings.Cannot, s => s.Contains("comes back at its next push", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_that_only_reads_says_that_a_person_removes()
    {
        var findings = await TestAsync(await world.ConnectHeapAsync(ConnectionUse.ReadOnly));
        Assert.DoesNotContain("Switch an account off.", findings.Can);
        Assert.Contains(findings.Cannot, s => s.Contains("only reads", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_was_replaced_is_a_finding_in_words()
    {
        var id = (await SetAsync(world.Ada, Heap("old-token"))).Require();
        Assert.Contains("Were they replaced?", (await TestAsync(id)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ended_connection_forgets_its_secret()
    {
        var id = await world.ConnectHeapAsync();
        (await database.Get<EndConnection>().RunAsync(Guid.NewGuid(), world.Ada, id, CancellationToken.None)).Require();
        await using var db = database.Look();
        Assert.False(await db.ConnectionSecrets.AnyAsync());
        Assert.Equal("not-found", (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, id, CancellationToken.None)).Problem!.Code);
    }

    [Fact]
    public async Task What_another_administrator_set_meanwhile_is_not_undone()
    {
        var id = await world.ConnectHeapAsync();
        var shown = await ShownAsync();
        (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, id, CancellationToken.None)).Require();
        (await SetAsync(world.Ada, Heap("") with { Use = ConnectionUse.ReadOnly, Edited = shown!.Version })).Require(); // A test changed nothing of it.

        var late = await SetAsync(world.Ada, Heap("") with { Settings = new ConnectionSettings { EveryHours = 6 }, Edited = shown.Version });
        Assert.Equal((Problem.ConflictCode, ConnectionUse.ReadOnly), (late.Problem?.Code, (await ShownAsync())?.Use));
        Assert.Equal(Problem.ConflictCode, (await SetAsync(world.Ada, Heap(FakeScim.Token))).Problem?.Code); // From a page that showed none.
    }

    [Fact]
    public async Task A_connection_that_was_ended_meanwhile_does_not_come_back_and_anew_it_needs_its_secret()
    {
        var id = await world.ConnectHeapAsync();
        var shown = await ShownAsync();
        (await database.Get<EndConnection>().RunAsync(Guid.NewGuid(), world.Ada, id, CancellationToken.None)).Require();

        Assert.Equal(Problem.ConflictCode, (await SetAsync(world.Ada, Heap("") with { Edited = shown!.Version })).Problem?.Code);
        Assert.Equal("connection.secret", (await SetAsync(world.Ada, Heap(""))).Problem?.Code);
        Assert.Null(await ShownAsync());
        Assert.NotEqual(id, (await SetAsync(world.Ada, Heap(FakeScim.Token))).Require());
    }

    [Fact]
    public async Task Accounts_of_another_server_are_known_by_their_addresses_and_keep_their_past()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await using var db = database.Look();
        var before = await db.Accounts.Select(a => a.Id).Order().ToListAsync();
        await using var other = new FakeScim().User("x1", "vera@example.test").User("x2", "sami@example.test").User("x3", "zoe@example.test");
        await other.StartAsync();
        await world.ReadAsync((await world.SetAsync(Heap(FakeScim.Token) with { Address = other.Base })).Require());
        Assert.Equal(before, await db.Accounts.Select(a => a.Id).Order().ToListAsync());
    }

    [Theory]
    [InlineData("one.example", "ada@one.example", "two.example", "ada@one.example", false)]
    [InlineData("one.example", "ada@one.example", "one.example", "ada@two.example", false)]
    [InlineData("one.example", "ada@one.example", "One.example", "mia@one.example", true)]
    public async Task Another_tenant_is_another_connection_and_needs_its_secret(string tenant, string admin, string tenantThen, string adminThen, bool same)
    {
        var directory = (await database.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), world.Ada, "Entra ID", DirectoryKind.EntraId, CancellationToken.None)).Require();
        var id = (await world.SetAsync(Entra("a secret", tenant, admin))).Require();
        var kept = await world.SetAsync(Entra("", tenantThen, adminThen));
        Assert.Equal(same ? null : "connection.secret", kept.Problem?.Code);
        Assert.Equal(same, id == (await world.SetAsync(Entra("another secret", tenantThen, adminThen))).Require());

        EnteredConnection Entra(string secret, string inTenant, string inTheNameOf) => new(
            null, directory, ConnectionSystem.EntraId, world.Okta.Address, secret, ConnectionUse.ReadOnly, new ConnectionSettings { Tenant = inTenant, Identity = "client", Admin = inTheNameOf });
    }

    [Theory]
    [InlineData("/udi/customers/1/scim/v2", "/udi/customers/2/scim/v2", false)]
    [InlineData("/udi/customers/1/scim/v2", "/udi/customers/1/scim/v2/", true)]
    public async Task A_customer_under_another_path_of_one_SCIM_server_is_another_connection_and_needs_its_secret(string path, string pathThen, bool same)
    {
        var address = new Uri(world.Heap.Base).GetLeftPart(UriPartial.Authority);
        var id = (await world.SetAsync(Heap("a token") with { Address = address + path })).Require();
        Assert.Equal(same ? null : "connection.secret", (await world.SetAsync(Heap("") with { Address = address + pathThen })).Problem?.Code);
        Assert.Equal(same, id == (await world.SetAsync(Heap("a token") with { Address = address + pathThen })).Require());
    }

    private async Task<ConnectionPage.Connected?> ShownAsync() =>
        (await database.Get<ConnectionPage>().RunAsync(world.Ada, world.World.ApplicationId, null, CancellationToken.None)).Require().Connection;

    private EnteredConnection Heap(string secret) => new(world.World.ApplicationId, null, ConnectionSystem.Scim, world.Heap.Base, secret, ConnectionUse.ReadAndRemove, new ConnectionSettings());

    private Task<Outcome<long>> SetAsync(Actor actor, EnteredConnection entered) => database.Get<SetConnection>().RunAsync(Guid.NewGuid(), actor, entered, CancellationToken.None);

    private async Task<ConnectionFindings> TestAsync(long id) => (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, id, CancellationToken.None)).Require();
}
