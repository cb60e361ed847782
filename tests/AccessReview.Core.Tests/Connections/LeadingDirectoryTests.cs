using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>Who works here is what the leading directory says: for every command, and for whoever administers the product.</summary>
public sealed class LeadingDirectoryTests : ConnectedTests
{
    [Fact]
    public async Task A_command_is_heard_from_whom_the_leading_directory_has_and_from_nobody_whom_it_has_seen_off()
    {
        await world.World.GrantAsync("Sami", Role.CampaignOwner);
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.World.LeaveAsync("Sami");
        var okta = await world.ConnectOktaAsync();
        await world.ReadAsync(okta);
        (await database.Get<LeadDirectory>().RunAsync(Guid.NewGuid(), world.Ada, await OktaAsync(), CancellationToken.None)).Require();
        var at = world.Okta.Users.FindIndex(u => u.Email == "noa@example.test");
        world.Okta.Users[at] = world.Okta.Users[at] with { Status = "SUSPENDED" };
        await world.ReadAsync(okta);

        Assert.True((await DraftAsync("Sami")).IsOk);
        Assert.Equal("You are not on the staff list any more, or your last day has passed, so nothing was changed.", (await DraftAsync("Noa")).Problem?.Sentence);
    }

    [Fact]
    public async Task A_directory_that_was_never_read_does_not_lead()
    {
        await world.ConnectOktaAsync();
        Assert.Equal("directory.not-read", (await database.Get<LeadDirectory>().RunAsync(Guid.NewGuid(), world.Ada, await OktaAsync(), CancellationToken.None)).Problem?.Code);
    }

    [Fact]
    public async Task A_directory_by_which_no_administrator_works_here_does_not_lead()
    {
        var at = world.Okta.Users.FindIndex(u => u.Email == "ada@example.test");
        world.Okta.Users[at] = world.Okta.Users[at] with { Status = "SUSPENDED" };
        await world.ReadAsync(await world.ConnectOktaAsync());
        var lead = await database.Get<LeadDirectory>().RunAsync(Guid.NewGuid(), world.Ada, await OktaAsync(), CancellationToken.None);
        Assert.Equal("directory.no-administrator", lead.Problem?.Code);
        await using var db = database.Look();
        Assert.Equal("Ada", (await CurrentPeople.FindAsync(db, world.World["Ada"], CancellationToken.None))!.Name);
    }

    [Fact]
    public async Task A_reading_of_the_leading_directory_by_which_no_administrator_works_here_is_not_taken()
    {
        var okta = await world.ConnectOktaAsync();
        await world.ReadAsync(okta);
        (await database.Get<LeadDirectory>().RunAsync(Guid.NewGuid(), world.Ada, await OktaAsync(), CancellationToken.None)).Require();
        var at = world.Okta.Users.FindIndex(u => u.Email == "ada@example.test");
        world.Okta.Users[at] = world.Okta.Users[at] with { Status = "SUSPENDED" };
        var reading = await world.ReadAsync(okta);
        Assert.Equal(Completeness.Incomplete, reading.Completeness);
        Assert.Contains("nobody who administers AccessReview works here any more: Ada", reading.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_the_leading_directory_has_no_longer_works_here_for_no_command_though_another_one_still_has_them()
    {
        await world.World.GrantAsync("Sami", Role.CampaignOwner);
        await world.ReadAsync(await world.ConnectOktaAsync());
        Assert.True((await DraftAsync("Sami")).IsOk);
        (await world.StaffListAsync("Owen", "Ada", "Mia", "Noa", "Vera", "Zoe")).Require();

        var sami = world.World["Sami"];
        Assert.Equal("You are not on the staff list any more, or your last day has passed, so nothing was changed.", (await DraftAsync("Sami")).Problem?.Sentence);
        Assert.False(await database.Get<WorksHere>().RunAsync(sami, CancellationToken.None));
        await using var db = database.Look();
        var today = DateOnly.FromDateTime(database.Time.GetUtcNow().UtcDateTime);
        Assert.Equal(Role.None, await RolesOf.InForceAsync(db, sami, CancellationToken.None));
        Assert.Equal("reviewer.unknown", (await UsableReviewer.PersonAsync(db, sami, today, CancellationToken.None))?.Code);
        Assert.False(await CurrentPeople.Here(db, today).AnyAsync(r => r.PersonId == sami));
        Assert.False((await PreviewSources.PeopleAsync(db, CancellationToken.None)).ContainsKey(sami));
    }

    [Fact]
    public async Task Whom_only_a_later_directory_still_has_is_found_as_somebody_who_has_left()
    {
        await world.ReadAsync(await world.ConnectOktaAsync());
        (await world.StaffListAsync("Owen", "Ada", "Mia", "Noa", "Vera", "Zoe")).Require();

        var find = database.Get<FindPeople>();
        Assert.Empty((await find.RunAsync("sami", 0, 10, includeLeft: false, CancellationToken.None)).People);
        Assert.True(Assert.Single((await find.RunAsync("sami", 0, 10, includeLeft: true, CancellationToken.None)).People).HasLeft);
        Assert.False(Assert.Single((await find.RunAsync("zoe", 0, 10, includeLeft: true, CancellationToken.None)).People).HasLeft);
        Assert.Empty((await database.Get<FindFormerPeople>().RunAsync(world.Ada, "sami", 10, CancellationToken.None)).Require().People);
        var page = (await database.Get<PersonPage>().RunAsync(world.Ada, world.World["Sami"], CancellationToken.None)).Require();
        Assert.Equal((true, true), (page.Person.HasLeft, page.OnList));
        Assert.Equal(("Staff list", "no longer on its list, so they have left"), (Assert.Single(page.Elsewhere).Directory, page.Elsewhere[0].Employment));
        await using var db = database.Look();
        var zoe = await db.AccountRecords.Where(r => r.Name == "Zoe").Select(r => r.AccountId).FirstAsync();
        Assert.True((await database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), zoe, world.World["Sami"], "It was handed on", CancellationToken.None)).IsOk);
    }

    [Fact]
    public async Task A_list_that_leaves_the_only_administrator_to_a_later_directory_is_not_taken()
    {
        await world.ReadAsync(await world.ConnectOktaAsync());
        Assert.Equal("import.no-administrator", (await world.StaffListAsync("Owen", "Mia", "Noa", "Sami", "Vera", "Zoe")).Problem?.Code);
        Assert.True((await DraftAsync("Owen")).IsOk);
    }

    [Fact]
    public async Task A_directory_that_has_the_only_administrator_no_longer_does_not_lead()
    {
        var okta = await world.ConnectOktaAsync();
        await world.ReadAsync(okta);
        world.Okta.Users.RemoveAll(u => u.Email == "ada@example.test");
        await world.ReadAsync(okta);
        Assert.Equal("directory.no-administrator", (await database.Get<LeadDirectory>().RunAsync(Guid.NewGuid(), world.Ada, await OktaAsync(), CancellationToken.None)).Problem?.Code);
    }

    [Fact]
    public async Task A_page_says_what_the_leading_directory_says_however_often_another_one_was_read()
    {
        await world.ReadAsync(await world.ConnectOktaAsync());
        await using var db = database.Look();
        var other = await db.Directories.Where(d => d.Name == "Okta").Join(db.Extracts, d => d.CurrentExtractId, e => e.Id, (_, e) => e).SingleAsync();
        var noa = await db.PersonRecords.SingleAsync(r => r.ExtractId == other.Id && r.PersonId == world.World["Noa"]);
        await world.World.Run("Seed", scope =>
        {
            foreach (var number in Enumerable.Range(1000, 100))
            {
                var again = scope.Add(new Extract
                {
                    Id = scope.NewId(), Number = number, Kind = other.Kind, DirectoryId = other.DirectoryId, AsOf = other.AsOf.AddMinutes(number), ReadAt = scope.At, ReadBy = "product",
                    Completeness = Completeness.Complete, CoversAssignments = false, Records = 1, Assignments = 0,
                });
                scope.Add(new PersonRecord
                {
                    Id = scope.NewId(), ExtractId = again.Id, PersonId = noa.PersonId, Line = 2, EmployeeId = "okta", WorkEmail = noa.WorkEmail, EmailKey = noa.EmailKey, Name = noa.Name, NameSort = noa.NameSort,
                    Status = EmploymentStatus.OnLeave, EmploymentType = "", ManagerKey = "", Department = "Okta's", JobTitle = "Okta's",
                });
            }
        });

        var page = (await database.Get<PersonPage>().RunAsync(world.Ada, noa.PersonId, CancellationToken.None)).Require();
        Assert.Equal(("Noa", "active, Employee"), (page.EmployeeId, page.Employment));
        Assert.Equal("Product", Assert.Single(page.History).Department);
    }

    private async Task<long> OktaAsync()
    {
        await using var db = database.Look();
        return await db.Directories.Where(d => d.Name == "Okta").Select(d => d.Id).SingleAsync();
    }

    private Task<Outcome<int>> DraftAsync(string who) => database.Get<DraftCampaign>().RunAsync(
        Guid.NewGuid(), world.World.As(who), new CampaignPlan("Q1", "Q1", "", new(2026, 10, 1), new(2026, 12, 31), new(2027, 1, 10), "UTC", DeadlineRule.NotReviewed), CancellationToken.None);
}
