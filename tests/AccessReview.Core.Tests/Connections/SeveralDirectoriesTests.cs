using AccessReview.Core.Campaigns;
using AccessReview.Core.Connections;
using AccessReview.Core.Directories;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>Several directories at once: one human is one person, one directory leads, and what others say differently is shown.</summary>
public sealed class SeveralDirectoriesTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private ConnectedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await ConnectedWorld.CreateAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await database.DisposeAsync();
    }

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
        Assert.Contains(FindingSentences.Of(sami.Findings, sami.Facts), s => s.Sentence == "Okta says they left; the leading directory says they still work here");
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

    private async Task<long> OktaAsync()
    {
        await using var db = database.Look();
        return await db.Directories.Where(d => d.Name == "Okta").Select(d => d.Id).SingleAsync();
    }

    private Task<Outcome<int>> DraftAsync(string who) => database.Get<DraftCampaign>().RunAsync(
        Guid.NewGuid(), world.World.As(who), new CampaignPlan("Q1", "Q1", "", new(2026, 10, 1), new(2026, 12, 31), new(2027, 1, 10), "UTC", DeadlineRule.NotReviewed), CancellationToken.None);

    private async Task<AssessedAccount> OfAsync(string name) => (await AssessedAsync()).Single(a => a.PersonId == world.World[name]);

    private async Task<List<AssessedAccount>> AssessedAsync()
    {
        await using var db = database.Look();
        var assessment = (await db.Applications.SingleAsync()).CurrentAssessmentId;
        return await db.AssessedAccounts.Where(a => a.AssessmentId == assessment).ToListAsync();
    }
}
