using System.Text;
using AccessReview.Core.Connections;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.Extracts;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>Several directories at once: one human is one person, one directory leads, and what others say differently is shown.</summary>
public sealed class SeveralDirectoriesTests : ConnectedTests
{
    [Fact]
    public async Task Whom_two_directories_know_by_one_address_is_one_person_and_stays_so_when_the_address_changes()
    {
        var okta = await world.ConnectOktaAsync();
        await world.ReadAsync(okta);
        var at = world.Okta.Users.FindIndex(u => u.Email == "sami@example.test");
        world.Okta.Users[at] = world.Okta.Users[at] with { Email = "sami.married@example.test" };
        await world.ReadAsync(okta);
        await using var db = database.Look();
        Assert.Equal(7, await db.People.CountAsync());
        Assert.Equal(7, await CurrentPeople.Of(db).CountAsync());
        Assert.Equal("sami@example.test", (await CurrentPeople.FindAsync(db, world.World["Sami"], CancellationToken.None))!.WorkEmail);
    }

    [Theory]
    [InlineData("Adam", "Smith", "Sami", 8)]
    [InlineData("Adam", "Smith", "Vera", 7)] // Who has not left in the staff list keeps their address, and is who they were.
    [InlineData("Sami", "Test", "Sami", 7)]
    public async Task Whoever_gets_the_address_of_a_leaver_is_not_the_leaver_unless_they_have_their_name(string first, string last, string leaver, int people)
    {
        var okta = await world.ConnectOktaAsync();
        await world.World.LeaveAsync(leaver);
        await world.ReadAsync(okta);
        var sami = world.Okta.Users.Single(u => u.Id == "00uSami");
        world.Okta.Users.Remove(sami);
        world.Okta.Groups["00g1"].Members.Remove(sami.Id);
        await world.ReadAsync(okta);
        world.Okta.Users.Add(sami with { Id = "00uNew", First = first, Last = last });
        await world.ReadAsync(okta);
        await using var db = database.Look();
        Assert.Equal(people, await db.People.CountAsync());
    }

    [Fact]
    public async Task An_account_matches_one_person_and_not_the_same_one_twice()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.ReadAsync(await world.ConnectOktaAsync());
        Assert.All(await AssessedAsync(), a => Assert.Equal(MatchKind.Email, a.Match));
    }

    [Fact]
    public async Task A_leaver_whom_only_another_directory_has_seen_off_is_found_at_its_next_reading()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        var okta = await world.ConnectOktaAsync();
        await world.ReadAsync(okta);
        Assert.Equal(Finding.None, (await OfAsync("Sami")).Findings & Finding.Left);
        var at = world.Okta.Users.FindIndex(u => u.Email == "sami@example.test");
        world.Okta.Users[at] = world.Okta.Users[at] with { Status = "SUSPENDED" };
        await world.ReadAsync(okta);
        var sami = await OfAsync("Sami");
        Assert.Equal(Finding.Left, sami.Findings & Finding.Left);
        Assert.Contains(FindingSentences.Of(sami.Findings, sami.Facts), s => s.Sentence == "Okta says they left; the first directory that has them says they still work here");
    }

    [Fact]
    public async Task The_directory_that_leads_is_the_one_whose_words_count()
    {
        await world.ReadAsync(await world.ConnectOktaAsync());
        await using var db = database.Look();
        var okta = await db.Directories.SingleAsync(d => d.Name == "Okta");
        Assert.Equal("Vera", (await CurrentPeople.FindAsync(db, world.World["Vera"], CancellationToken.None))!.Name);
        Assert.Equal(Problem.DeniedCode, (await database.Get<LeadDirectory>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), okta.Id, CancellationToken.None)).Problem!.Code);
        (await database.Get<LeadDirectory>().RunAsync(Guid.NewGuid(), world.Ada, okta.Id, CancellationToken.None)).Require();
        Assert.Equal("Vera Test", (await CurrentPeople.FindAsync(db, world.World["Vera"], CancellationToken.None))!.Name);
        Assert.Equal(7, await CurrentPeople.Of(db).CountAsync());
    }

    [Fact]
    public async Task A_directory_that_is_read_another_way_knows_the_same_people_by_its_other_ids_for_good()
    {
        world.Okta.Users.Add(("00uNew", "ACTIVE", "new@example.test", "New", "Test"));
        var okta = await world.ConnectOktaAsync(world.World.DirectoryId);
        Assert.Equal((Completeness.Complete, 8), await ReadAsync());
        await using var db = database.Look();
        Assert.Equal(8, await db.People.CountAsync());
        Assert.Equal("Ada Test", (await CurrentPeople.FindAsync(db, world.World["Ada"], CancellationToken.None))!.Name);

        // Gone for a while, and back under another address: the id says who it is.
        var sami = world.Okta.Users.Single(u => u.Id == "00uSami");
        world.Okta.Users.Remove(sami);
        world.Okta.Groups["00g1"].Members.Remove(sami.Id);
        Assert.Equal((Completeness.Complete, 7), await ReadAsync());
        world.Okta.Users.Add(sami with { Email = "sami.married@example.test" });
        Assert.Equal((Completeness.Complete, 8), await ReadAsync());
        Assert.Equal("sami.married@example.test", (await CurrentPeople.FindAsync(db, world.World["Sami"], CancellationToken.None))!.WorkEmail);

        async Task<(Completeness Completeness, int People)> ReadAsync()
        {
            var extract = await world.ReadAsync(okta);
            return (extract.Completeness, extract.Records);
        }
    }

    [Fact]
    public async Task A_directory_connected_to_another_organisation_knows_the_same_people_by_their_addresses()
    {
        var okta = await world.ConnectOktaAsync(world.World.DirectoryId);
        await world.ReadAsync(okta);
        await using var moved = new FakeOkta();
        moved.Users.AddRange(world.Okta.Users.Select(u => u with { Id = "0ng" + u.First }));
        await moved.StartAsync();
        var other = (await world.SetAsync(new EnteredConnection(
            null, world.World.DirectoryId, ConnectionSystem.Okta, moved.Address, FakeOkta.Token, ConnectionUse.ReadOnly, new ConnectionSettings()))).Require();
        Assert.Equal(Completeness.Complete, (await world.ReadAsync(other)).Completeness);
        await using var db = database.Look();
        Assert.Equal(7, await db.People.CountAsync());
        Assert.Equal("0ngAda", (await CurrentPeople.FindAsync(db, world.World["Ada"], CancellationToken.None))!.EmployeeId);
        Assert.Equal([other], await db.Connections.Where(c => c.Active).Select(c => c.Id).ToListAsync());
        Assert.Equal([other], await db.ConnectionSecrets.Select(s => s.ConnectionId).ToListAsync());
    }

    [Fact]
    public async Task Whom_the_leading_directory_has_no_longer_is_found_as_left_though_another_one_still_has_them()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.ReadAsync(await world.ConnectOktaAsync());
        (await world.StaffListAsync("Owen", "Ada", "Mia", "Noa", "Vera", "Zoe")).Require();
        (await database.Get<AssessApplication>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), world.World.ApplicationId, CancellationToken.None)).Require();

        var sami = await OfAsync("Sami");
        Assert.Equal((Finding.Left, Recommendation.LookCloser), (sami.Findings & Finding.Left, sami.Recommendation));
        Assert.Contains(FindingSentences.Of(sami.Findings, sami.Facts), s => s.Sentence == "No longer in Staff list, which comes before Okta; Okta still has them");
        Assert.Equal(Finding.None, (await OfAsync("Zoe")).Findings & Finding.Left);
    }

    [Fact]
    public async Task Whom_only_a_later_directory_still_has_answers_for_no_account_any_more()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.ReadAsync(await world.ConnectOktaAsync());
        var zoe = (await OfAsync("Zoe")).AccountId;
        (await database.Get<DeclareAccount>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), zoe, DeclaredKind.Service, world.World["Sami"], "Warehouse", CancellationToken.None)).Require();
        (await world.StaffListAsync("Owen", "Ada", "Mia", "Noa", "Vera", "Zoe")).Require();
        (await database.Get<AssessApplication>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), world.World.ApplicationId, CancellationToken.None)).Require();
        var declared = (await AssessedAsync()).Single(a => a.AccountId == zoe);
        Assert.Contains(FindingSentences.Of(declared.Findings, declared.Facts), s => s.Sentence == "Declared service, but its owner is no longer on the staff list");
    }

    [Theory]
    [InlineData("Work email,Full name,Status\n", "", "Employee ID,Work email,Full name,Status\n", "1,")]
    [InlineData("Employee ID,Work email,Full name,Status\n", "1,", "Work email,Full name,Status\n", "")]
    public async Task A_staff_list_that_gains_or_loses_its_ids_knows_the_same_people(string heading, string id, string laterHeading, string laterId)
    {
        var importing = new Importing(database.Services, world.Ada);
        var directory = (await database.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), world.Ada, "Contractors", DirectoryKind.StaffList, CancellationToken.None)).Require();
        await using var db = database.Look();
        var before = await ListAsync(heading + id + "ivy@example.test,Ivy,Active\n");
        Assert.Equal(before, await ListAsync(laterHeading + laterId + "ivy@example.test,Ivy Green,Active\n"));

        async Task<long> ListAsync(string csv)
        {
            database.Time.Advance(TimeSpan.FromDays(1));
            var draft = await importing.DraftAsync(null, directory, database.Time.GetUtcNow().UtcDateTime, (ExtractFileKind.People, "list.csv", Encoding.UTF8.GetBytes(csv), null));
            var reading = (await importing.ImportAsync(draft)).Require();
            return await db.PersonRecords.Where(r => r.ExtractId == reading).Select(r => r.PersonId).SingleAsync();
        }
    }

    private async Task<AssessedAccount> OfAsync(string name) => (await AssessedAsync()).Single(a => a.PersonId == world.World[name]);

    private async Task<List<AssessedAccount>> AssessedAsync()
    {
        await using var db = database.Look();
        var assessment = (await db.Applications.SingleAsync()).CurrentAssessmentId;
        return await db.AssessedAccounts.Where(a => a.AssessmentId == assessment).ToListAsync();
    }
}
