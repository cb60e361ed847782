using AccessReview.Core.Applications;
using AccessReview.Core.Connections;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>By which ids a connection is written to: by those that it gave itself, and never by those of a file.</summary>
public sealed class GivenIdsTests : ConnectedTests
{
    [Fact]
    public async Task An_id_that_only_a_file_gave_is_never_sent_to_a_connection()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Vera");
        // Vera's number in the file is Sami's id in Heap.
        await world.FileAsync(("Vera", "h2", "vera@example.test"), ("Sami", "h1", "sami@example.test"));
        await CarryOutAsync();
        Assert.Equal((false, true), (IsActive("h1"), IsActive("h2")));
    }

    [Fact]
    public async Task The_page_of_an_account_says_the_id_of_the_newest_reading()
    {
        await world.FileAsync(("Sami", "4711", "sami@example.test"));
        await using var db = database.Look();
        var sami = await db.AccountRecords.Where(r => r.SourceId == "4711").Select(r => r.AccountId).SingleAsync();
        Assert.Equal("4711", (await database.Get<AccountPage>().RunAsync(world.Ada, sami, CancellationToken.None)).Require().SourceKey);
    }

    [Fact]
    public async Task What_no_reading_through_the_connection_names_is_left_to_a_person_and_the_removal_says_why()
    {
        await world.ConnectHeapAsync();
        await world.FileAsync(("Vera", "h2", "vera@example.test"));
        await RevokeAsync("Vera");
        await CarryOutAsync();
        await IsLeftAsync("No reading through its connection says what Heap calls this account: a person carries it out.");
        Assert.True(IsActive("h1") && IsActive("h2"));
    }

    [Fact]
    public async Task An_account_that_has_another_address_in_a_file_than_in_the_connection_is_left_to_a_person()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.FileAsync(("Vera", "h1", "somebody.else@example.test"));
        await RevokeAsync("Vera");
        await CarryOutAsync();
        await IsLeftAsync("No reading through its connection says what Heap calls this account: a person carries it out.");
        Assert.True(IsActive("h1"));
    }

    [Fact]
    public async Task A_group_is_taken_away_by_the_ids_that_the_connection_gave_although_a_file_was_read_since()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Sami", "Growth");
        await world.FileAsync(("Vera", "1", "vera@example.test"), ("Sami", "2", "sami@example.test"));
        await CarryOutAsync();
        Assert.Equal(["h1"], world.Heap.Members("g1"));
    }

    [Fact]
    public async Task A_file_that_numbers_accounts_otherwise_makes_nobody_lose_what_a_directory_gives_another()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        world.Okta.AccountIds[("heap", "00uSami")] = "h2";
        await world.ReadAsync(await world.ConnectOktaAsync());
        await world.FileAsync(("Vera", "h2", "vera@example.test"), ("Sami", "h1", "sami@example.test"));
        await RevokeAsync("Vera");
        await CarryOutAsync();
        Assert.Equal(["00uSami", "00uMia"], world.Okta.Groups["00g1"].Members);
        Assert.False(IsActive("h1"));
    }

    [Fact]
    public async Task An_account_that_bears_another_address_by_now_is_not_switched_off()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Vera");
        world.Heap.Find("h1")!["userName"] = "new.hire@example.test";
        world.Heap.Find("h1")!["emails"]![0]!["value"] = "new.hire@example.test";
        await CarryOutAsync();
        Assert.True(IsActive("h1"));
        Assert.Equal(RemovalState.Failed, (await world.OnlyAsync()).State);
        await using var db = database.Look();
        var attempt = await db.RemovalAttempts.SingleAsync();
        Assert.Equal(AttemptResult.Fault, attempt.Result);
        Assert.Contains("may be somebody else's", attempt.Why, StringComparison.Ordinal);
    }

    private bool IsActive(string id) => (bool)world.Heap.Find(id)!["active"]!;

    private async Task RevokeAsync(string account, string? group = null)
    {
        await world.Revoked.RevokeAsync(account, group);
        await world.Revoked.SignOffAsync(account);
    }

    private async Task CarryOutAsync()
    {
        database.Time.Advance(TimeSpan.FromHours(1));
        await database.Get<CarryOutRemovals>().RunAsync(CancellationToken.None);
    }

    private async Task IsLeftAsync(string why)
    {
        var removal = await world.OnlyAsync();
        var proof = (await database.Get<RemovalProofs>().RunAsync(world.World.As("Owen"), removal.Id, CancellationToken.None)).Require();
        Assert.Equal((RemovalState.WaitingForPerson, why), (removal.State, proof.Route));
    }
}
