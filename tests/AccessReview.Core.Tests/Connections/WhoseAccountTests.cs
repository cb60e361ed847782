using AccessReview.Core.Connections;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
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
    private long? okta;

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
        await RobotAsync("robot@example.test");
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

    [Theory]
    [InlineData(null)]
    [InlineData("of-another-kind")]
    public async Task An_account_under_another_address_of_the_persons_is_taken_away_where_the_directory_gives_it(string? id)
    {
        await RobotAsync("robot@example.test");
        await RenameAsync();
        if (id is not null)
        {
            world.Okta.AccountIds[("heap", "00uSami")] = id;
        }

        await RevokeAsync("Sami");
        Assert.Equal(["00uMia"], world.Okta.Groups["00g1"].Members);
        Assert.True((bool)world.Heap.Find("h2")!["active"]!);
    }

    [Theory]
    [InlineData("Robot")]
    [InlineData("Sami")]
    public async Task Of_accounts_under_two_addresses_of_one_person_nobody_says_which_is_let_in_and_a_person_looks(string account)
    {
        await RobotAsync("sami.renamed@example.test");
        await RenameAsync();
        await RevokeAsync(account);
        Assert.Equal(RemovalState.WaitingForPerson, (await world.OnlyAsync()).State);
        Assert.Equal(["00uSami", "00uMia"], world.Okta.Groups["00g1"].Members);
        Assert.True((bool)world.Heap.Find("m0")!["active"]! && (bool)world.Heap.Find("h2")!["active"]!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // In another directory.
    public async Task By_another_address_that_is_somebody_elses_as_well_nobody_loses_what_the_directory_gives(bool elsewhere)
    {
        await RobotAsync(elsewhere ? "robot@elsewhere.example" : "robot@example.test");
        await (elsewhere ? world.World.AlsoAsync("Noa", "robot@elsewhere.example") : Task.CompletedTask);
        world.Okta.Rename("00uSami", "sami@example.test", elsewhere ? "robot@elsewhere.example" : "robot@example.test");
        await RevokeAsync("Robot");
        Assert.Equal(["00uSami", "00uMia"], world.Okta.Groups["00g1"].Members);
        Assert.False((bool)world.Heap.Find("m0")!["active"]!);
    }

    [Fact]
    public async Task An_account_that_the_directory_names_by_its_id_is_the_persons_under_whatever_address()
    {
        world.Okta.AccountIds[("heap", "00uSami")] = "h2";
        var account = await ReadUnderAsync("s.old@example.test");
        Assert.Equal((MatchKind.Id, world.World["Sami"]), (account.Match, account.PersonId));
        Assert.Equal(Finding.None, account.Findings & Finding.NobodyKnown);
    }

    [Fact]
    public async Task An_account_that_bears_somebody_elses_address_than_the_directory_lets_in_could_be_either_ones()
    {
        world.Okta.AccountIds[("heap", "00uSami")] = "h2";
        var account = await ReadUnderAsync("mia@example.test");
        Assert.Equal((MatchKind.Several, null), (account.Match, account.PersonId));
        Assert.True(FindingFacts.CouldBe(account.Facts, world.World["Sami"]) && FindingFacts.CouldBe(account.Facts, world.World["Mia"]));
    }

    private async Task<AssessedAccount> ReadUnderAsync(string address)
    {
        world.Heap.Find("h2")!["userName"] = address;
        world.Heap.Find("h2")!["emails"]![0]!["value"] = address;
        await world.ReadAsync(heap);
        await world.ReadAsync(await world.ConnectOktaAsync());
        await using var db = database.Look();
        return await (from application in db.Applications
                      join assessed in db.AssessedAccounts on application.CurrentAssessmentId equals (long?)assessed.AssessmentId
                      join record in db.AccountRecords on assessed.AccountRecordId equals record.Id
                      where record.SourceId == "h2"
                      select assessed).SingleAsync();
    }

    private async Task RobotAsync(string address)
    {
        world.Heap.Find("m0")!["userName"] = address;
        world.Heap.Find("m0")!["emails"]![0]!["value"] = address;
        await world.ReadAsync(heap);
    }

    // Okta had Sami under the address of the staff list, and has them under another one now.
    private async Task RenameAsync()
    {
        okta = await world.ConnectOktaAsync();
        await world.ReadAsync(okta.Value);
        world.Okta.Rename("00uSami", "sami.renamed@example.test", "sami@example.test");
    }

    private async Task RevokeAsync(string account)
    {
        await world.ReadAsync(okta ?? await world.ConnectOktaAsync());
        await world.Revoked.RevokeAsync(account);
        await world.Revoked.SignOffAsync(account);
        await world.CarryOutAsync(TimeSpan.FromHours(1));
    }
}
