using AccessReview.Core.Audit;
using AccessReview.Core.Connections;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Overview;
using AccessReview.Core.Scoping;
using AccessReview.Core.Tests.Connections;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Scoping;

/// <summary>A directory that was registered by mistake, or given up, says nothing of who works here any more.</summary>
public sealed class DirectoryScopeTests : ConnectedTests
{
    [Fact]
    public async Task A_mistaken_directory_waits_for_nobody_once_it_is_taken_out_of_scope_and_never_leads()
    {
        var mistake = (await database.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), world.Ada, "Okta tset", DirectoryKind.Okta, CancellationToken.None)).Require();
        Assert.Contains("Okta tset has not been read yet", await NowAsync());
        (await TakeAsync(mistake)).Require();
        Assert.DoesNotContain("Okta tset has not been read yet", await NowAsync());
        Assert.Equal("scope.out", (await database.Get<LeadDirectory>().RunAsync(Guid.NewGuid(), world.Ada, mistake, CancellationToken.None)).Problem?.Code);
        var listed = (await database.Get<DirectoryList>().RunAsync(world.Ada, CancellationToken.None)).Require()[^1];
        Assert.Equal(("Okta tset", "Ada", "Given up"), (listed.Name, listed.OutOfScope?.By, listed.OutOfScope?.Why));
        (await BringAsync(mistake)).Require();
        Assert.Contains("Okta tset has not been read yet", await NowAsync());
        var log = (await database.Get<AuditLog>().RunAsync(world.Ada, new AuditFilter(), null, 10, CancellationToken.None)).Require();
        Assert.Equal(["Brought Okta tset back into scope: “Used after all”", "Took Okta tset out of scope: “Given up”"], log.Rows.Select(r => r.Sentence).Where(s => s.Contains("scope", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_it_says_of_people_counts_no_more_and_again_once_it_is_back()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        var okta = await world.ConnectOktaAsync();
        var at = world.Okta.Users.FindIndex(u => u.Email == "sami@example.test");
        world.Okta.Users[at] = world.Okta.Users[at] with { Status = "SUSPENDED" };
        await world.ReadAsync(okta);
        Assert.True(await IsLeaverAsync("Sami"));

        var directory = await DirectoryAsync("Okta");
        (await TakeAsync(directory)).Require();
        await database.Get<FollowUps>().RunAsync(CancellationToken.None);
        Assert.False(await IsLeaverAsync("Sami"));
        await using var db = database.Look();
        Assert.Equal("Staff list", Assert.Single(await CurrentPeople.SayingsAsync(db, world.World["Sami"], CancellationToken.None)).Directory);

        (await BringAsync(directory)).Require();
        await database.Get<FollowUps>().RunAsync(CancellationToken.None);
        Assert.True(await IsLeaverAsync("Sami"));
        Assert.Equal("Staff list", (await database.Get<DirectoryList>().RunAsync(world.Ada, CancellationToken.None)).Require()[0].Name);
    }

    [Fact]
    public async Task Nothing_is_read_of_it_by_its_schedule_or_when_somebody_asks()
    {
        var directory = (await database.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), world.Ada, "Okta", DirectoryKind.Okta, CancellationToken.None)).Require();
        var connection = (await database.Get<SetConnection>().RunAsync(
            Guid.NewGuid(), world.Ada, new EnteredConnection(null, directory, ConnectionSystem.Okta, world.Okta.Address, FakeOkta.Token, ConnectionUse.ReadOnly, new ConnectionSettings { EveryHours = 6 }),
            CancellationToken.None)).Require();
        (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, connection, CancellationToken.None)).Require();
        (await TakeAsync(directory)).Require();
        Assert.Equal("scope.out", (await database.Get<AskForReading>().RunAsync(world.Ada, connection, CancellationToken.None)).Problem?.Code);
        Assert.Equal(0, await database.Get<PlanReadings>().RunAsync(CancellationToken.None));
        (await BringAsync(directory)).Require();
        Assert.Equal(1, await database.Get<PlanReadings>().RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_reading_under_way_when_it_is_taken_out_is_not_stored()
    {
        var okta = await world.ConnectOktaAsync();
        (await database.Get<AskForReading>().RunAsync(world.Ada, okta, CancellationToken.None)).Require();
        (await TakeAsync(await DirectoryAsync("Okta"))).Require();
        await database.Get<RunReadings>().RunAsync(CancellationToken.None);
        await using var db = database.Look();
        Assert.False(await db.Extracts.AnyAsync(e => e.ConnectionId == okta));
    }

    [Fact]
    public async Task It_stays_in_scope_while_a_removal_is_ahead_that_may_be_carried_out_in_it()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.ReadAsync(await world.ConnectOktaAsync());
        await world.Revoked.RevokeAsync("Vera");
        await world.Revoked.SignOffAsync("Vera");
        Assert.Equal("scope.removals", (await TakeAsync(await DirectoryAsync("Okta"))).Problem?.Code);
    }

    [Fact]
    public async Task The_only_one_of_people_the_leading_one_and_the_one_that_has_the_administrators_stay_in_scope()
    {
        var staff = world.World.DirectoryId;
        Assert.Equal("scope.only", (await TakeAsync(staff)).Problem?.Code);
        world.Okta.Users.RemoveAll(u => u.Email == "ada@example.test");
        await world.ReadAsync(await world.ConnectOktaAsync());
        Assert.Equal("scope.leads", (await TakeAsync(staff)).Problem?.Code);
        (await database.Get<LeadDirectory>().RunAsync(Guid.NewGuid(), world.Ada, await DirectoryAsync("Okta"), CancellationToken.None)).Require();
        Assert.Equal("directory.no-administrator", (await TakeAsync(staff)).Problem?.Code);
    }

    private async Task<long> DirectoryAsync(string name)
    {
        await using var db = database.Look();
        return await db.Directories.Where(d => d.Name == name).Select(d => d.Id).SingleAsync();
    }

    private Task<Outcome<Done>> TakeAsync(long directory) => database.Get<TakeOutOfScope>().RunAsync(Guid.NewGuid(), world.Ada, null, directory, "Given up", CancellationToken.None);

    private Task<Outcome<Done>> BringAsync(long directory) => database.Get<BringIntoScope>().RunAsync(Guid.NewGuid(), world.Ada, null, directory, "Used after all", CancellationToken.None);

    private async Task<List<string>> NowAsync() => [.. (await database.Get<ReadOverview>().RunAsync(world.Ada, CancellationToken.None)).Now.Select(n => n.Sentence)];

    private async Task<bool> IsLeaverAsync(string name)
    {
        await using var db = database.Look();
        var person = world.World[name];
        return await db.AssessedAccounts.Where(a => a.PersonId == person && db.Applications.Any(p => p.CurrentAssessmentId == a.AssessmentId))
            .AnyAsync(a => (a.Findings & Finding.Left) != Finding.None);
    }
}
