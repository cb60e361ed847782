using AccessReview.Core.Connections;
using AccessReview.Core.Removals;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>Whose access a directory gives: a service account, or a second one after a change of name, bears its owner's address.</summary>
public sealed class WhoseAccountTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private ConnectedWorld world = null!;
    private long heap;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await ConnectedWorld.CreateAsync(database, null, "Robot");
        heap = await world.ConnectHeapAsync();
        await world.ReadAsync(heap);
        // Sami's address is put on the robot as well.
        world.Heap.Find("m0")!["userName"] = "sami@example.test";
        world.Heap.Find("m0")!["emails"]![0]!["value"] = "sami@example.test";
        await world.ReadAsync(heap);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Another_account_with_the_owners_address_goes_and_the_owner_keeps_what_the_directory_gives_by_id()
    {
        world.Okta.AccountIds[("heap", "00uSami")] = "h2";
        await RevokeAsync("Robot");
        Assert.Equal(["00uSami", "00uMia"], world.Okta.Groups["00g1"].Members);
        Assert.False((bool)world.Heap.Find("m0")!["active"]!);
        Assert.True((bool)world.Heap.Find("h2")!["active"]!);
    }

    [Fact]
    public async Task The_owners_own_access_is_taken_away_at_the_directory_that_names_it_by_id()
    {
        world.Okta.AccountIds[("heap", "00uSami")] = "h2";
        await RevokeAsync("Sami");
        Assert.Equal(["00uMia"], world.Okta.Groups["00g1"].Members);
        Assert.True((bool)world.Heap.Find("m0")!["active"]!);
    }

    [Fact]
    public async Task An_id_that_no_account_of_the_reading_has_says_nothing_and_the_address_does()
    {
        world.Heap.Find("m0")!["userName"] = "robot@example.test";
        world.Heap.Find("m0")!["emails"]![0]!["value"] = "robot@example.test";
        await world.ReadAsync(heap);
        world.Okta.AccountIds[("heap", "00uSami")] = "of-another-kind";
        await RevokeAsync("Sami");
        Assert.Equal(["00uMia"], world.Okta.Groups["00g1"].Members);
    }

    [Theory]
    [InlineData("Robot")]
    [InlineData("Sami")]
    public async Task An_address_that_two_accounts_have_says_nothing_and_a_person_looks(string account)
    {
        await RevokeAsync(account);
        var removal = await world.OnlyAsync();
        Assert.Equal(RemovalState.WaitingForPerson, removal.State);
        Assert.Equal(["00uSami", "00uMia"], world.Okta.Groups["00g1"].Members);
        Assert.True((bool)world.Heap.Find("m0")!["active"]! && (bool)world.Heap.Find("h2")!["active"]!);
        var proof = (await database.Get<RemovalProofs>().RunAsync(world.World.As("Owen"), removal.Id, CancellationToken.None)).Require();
        Assert.Equal("Okta names the holder by an address that 2 accounts have, and taking it away there may take another one's access: a person carries it out.", proof.Route);
        await using var db = database.Look();
        Assert.Equal("Okta group prod-analytics, with 1 other, for one of 2 accounts with the address", (await RouteReader.ReadAsync(db, removal.ApplicationId, removal.AccountId, null, false, CancellationToken.None)).Origin);
    }

    private async Task RevokeAsync(string account)
    {
        await world.ReadAsync(await world.ConnectOktaAsync());
        await world.Revoked.RevokeAsync(account);
        await world.Revoked.SignOffAsync(account);
        await world.CarryOutAsync(TimeSpan.FromHours(1));
    }
}
