using AccessReview.Core.Audit;
using System.Globalization;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Core.SignIn;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.SignIn;

/// <summary>Roles that sign-ins carry, the first administrator, and how soon a role, a person or a session is over.</summary>
public sealed class RolesOfSignInsTests
{
    private static readonly ProvenIdentity Priya = Proven.By("p1", "priya@example.test");

    [Fact]
    public async Task A_role_by_claim_is_written_down_and_lapses_with_the_claim_and_a_granted_one_stays()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await WorldAsync(database);
        var head = await HeadAsync(database);
        await AcceptAsync(database, Priya with { Roles = Role.Auditor | Role.CampaignOwner });
        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), world.As("Ada"), world["Priya"], Role.Auditor, CancellationToken.None)).Require();
        Assert.Equal(Role.Auditor | Role.CampaignOwner, await RolesAsync(database, world["Priya"]));

        await AcceptAsync(database, Priya with { Roles = Role.CampaignOwner });
        Assert.Equal(Role.Auditor | Role.CampaignOwner, await RolesAsync(database, world["Priya"]));
        await AcceptAsync(database, Priya);
        await AcceptAsync(database, Priya);
        Assert.Equal(Role.Auditor, await RolesAsync(database, world["Priya"]));

        await using var db = database.Look();
        Assert.Equal(["RolesClaimed", "RoleGranted", "RolesClaimed", "RolesClaimed"], await db.AuditEvents.Where(e => e.Seq > head && e.Type.StartsWith("Role")).OrderBy(e => e.Seq).Select(e => e.Type).ToListAsync());
        Assert.All(await db.RoleGrants.Where(g => g.PersonId == world["Priya"]).ToListAsync(), g => Assert.NotEqual("person:" + world["Priya"], g.GrantedBy));
    }

    [Fact]
    public async Task The_configured_first_administrator_enters_becomes_a_person_with_the_role_and_the_address_counts_no_more()
    {
        await using var database = await TestDatabase.CreateAsync(rules: new SignInRules("priya@example.test"));
        Assert.Equal((null, false), await EnterAsync(database, Proven.Unverified("p1", "priya@example.test")));
        Assert.Equal((null, true), await EnterAsync(database, Priya));

        var world = new TestWorld(database);
        await world.PeopleAsync(["Priya"], administrator: false);
        Assert.Equal((world["Priya"], false), await EnterAsync(database, Priya));
        Assert.Equal(Role.Administrator, await RolesAsync(database, world["Priya"]));
        Assert.False(await database.Get<FirstAdministrator>().CountsAsync(CancellationToken.None));

        await world.GrantAsync("Ada", Role.Administrator);
        (await database.Get<EndRole>().RunAsync(Guid.NewGuid(), world.As("Ada"), world["Priya"], Role.Administrator, CancellationToken.None)).Require();
        await EnterAsync(database, Priya);
        Assert.Equal(Role.None, await RolesAsync(database, world["Priya"]));

        await using var db = database.Look();
        Assert.Equal(["FirstAdministratorEntered", "SignInBound", "FirstAdministratorNamed", "RoleEnded"], await db.AuditEvents.Where(e => e.Type != "Seeded" && e.Type != "RoleGranted").OrderBy(e => e.Seq).Select(e => e.Type).ToListAsync());
    }

    [Fact]
    public async Task A_configured_address_counts_for_nothing_where_somebody_is_administrator_already()
    {
        await using var database = await TestDatabase.CreateAsync(rules: new SignInRules("priya@example.test"));
        var world = await WorldAsync(database);
        await EnterAsync(database, Priya);
        Assert.Equal(Role.None, await RolesAsync(database, world["Priya"]));
        Assert.Equal((null, false), await EnterAsync(database, Proven.By("s1", "stranger@example.test")));
    }

    [Fact]
    public async Task A_role_taken_away_a_person_who_left_and_a_session_that_was_ended_stop_with_the_next_command()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await WorldAsync(database);
        await world.GrantAsync("Priya", Role.Administrator);
        await database.Get<Sessions>().StartAsync("s1", world["Priya"], AuthenticationMethod.OpenIdConnect, signOutHint: null, CancellationToken.None);
        var priya = new Actor(ActorKind.Person, world["Priya"], AuthenticationMethod.OpenIdConnect, "s1");
        (await SetAsync(database, priya)).Require();

        Assert.Equal(1, (await database.Get<EndSessions>().RunAsync(Guid.NewGuid(), world.As("Ada"), world["Priya"], CancellationToken.None)).Require());
        Assert.Contains("session was ended", (await SetAsync(database, priya)).Problem?.Sentence);
        (await SetAsync(database, priya with { Session = "s2" })).Require();

        (await database.Get<EndRole>().RunAsync(Guid.NewGuid(), world.As("Ada"), world["Priya"], Role.Administrator, CancellationToken.None)).Require();
        Assert.Contains("Only an administrator", (await SetAsync(database, priya with { Session = "s2" })).Problem?.Sentence);
        await world.GrantAsync("Priya", Role.Administrator);
        await world.LeaveAsync("Priya");
        Assert.Contains("last day has passed", (await SetAsync(database, priya with { Session = "s2" })).Problem?.Sentence);
        Assert.Equal(Problem.DeniedCode, (await database.Get<EndSessions>().RunAsync(Guid.NewGuid(), world.As("Owen"), world["Ada"], CancellationToken.None)).Problem?.Code);
    }

    [Fact]
    public async Task Sessions_that_ran_out_by_themselves_are_not_counted_as_ended()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await WorldAsync(database);
        foreach (var day in new[] { "s1", "s2", "s3" })
        {
            await database.Get<Sessions>().StartAsync(day, world["Priya"], AuthenticationMethod.OpenIdConnect, signOutHint: null, CancellationToken.None);
            database.Time.Advance(TimeSpan.FromHours(day == "s3" ? 0 : 24));
        }

        Assert.Equal(1, (await EndAsync()).Require());
        await using var db = database.Look();
        Assert.Equal(1, EventJson.Read<SessionsEnded>(await db.AuditEvents.SingleAsync(e => e.Type == nameof(SessionsEnded))).Sessions);
        Assert.Equal(0, (await EndAsync()).Require());
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Type == nameof(SessionsEnded)));

        Task<Outcome<int>> EndAsync() => database.Get<EndSessions>().RunAsync(Guid.NewGuid(), world.As("Ada"), world["Priya"], CancellationToken.None);
    }

    [Fact]
    public async Task A_session_that_was_ended_starts_and_changes_no_import_and_the_refusals_are_on_record()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await WorldAsync(database);
        await world.GrantAsync("Priya", Role.Administrator);
        await world.HeapAsync(new TestAccount("Priya"));
        await database.Get<Sessions>().StartAsync("s1", world["Priya"], AuthenticationMethod.OpenIdConnect, signOutHint: null, CancellationToken.None);
        var priya = new Actor(ActorKind.Person, world["Priya"], AuthenticationMethod.OpenIdConnect, "s1");
        Task<Outcome<long>> StartAsync(Actor actor) => database.Get<StartImport>().RunAsync(actor, world.ApplicationId, null, CancellationToken.None);
        var draft = (await StartAsync(priya)).Require();
        (await database.Get<EndSessions>().RunAsync(Guid.NewGuid(), world.As("Ada"), world["Priya"], CancellationToken.None)).Require();

        Assert.Contains("session was ended", (await StartAsync(priya)).Problem?.Sentence);
        Assert.Contains("session was ended", (await database.Get<ChangeImport>().RunAsync(priya, draft, ExtractFileKind.Users, file => file, CancellationToken.None)).Problem?.Sentence);
        Assert.Equal(draft, (await StartAsync(priya with { Session = "s2" })).Require());
        await using var db = database.Look();
        Assert.Equal(["ChangeImport", "StartImport"], await db.Denials.Select(d => d.Command).Order().ToListAsync());
    }

    [Fact]
    public async Task Whoever_works_here_until_today_may_act_today_although_the_record_lies_ahead_of_the_clock()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await WorldAsync(database);
        await world.GrantAsync("Priya", Role.Administrator);
        var right = database.Time.GetUtcNow();
        await world.LastDayAsync("Priya", DateOnly.FromDateTime(right.UtcDateTime));
        database.Time.AdjustTime(right.AddDays(3));
        await world.AlsoAsync("Ada", "ada@other.example");
        database.Time.AdjustTime(right);
        (await SetAsync(database, world.As("Priya"))).Require();
    }

    [Theory]
    [InlineData("2026-12-31T00:30:00Z", true)] // 16:30 on the last day in Los Angeles
    [InlineData("2026-12-31T08:30:00Z", false)] // 00:30 on the day after
    public async Task Whoever_works_here_until_today_may_act_and_sign_in_until_the_day_is_over_where_the_organisation_is(string at, bool here)
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await WorldAsync(database);
        await world.GrantAsync("Priya", Role.Administrator);
        (await SetAsync(database, world.As("Ada"), "America/Los_Angeles")).Require();
        Assert.Equal(world["Priya"], (await AcceptAsync(database, Priya)).PersonId);
        await world.LastDayAsync("Priya", new DateOnly(2026, 12, 30));
        database.Time.SetUtcNow(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture));

        Assert.Equal(here, (await SetAsync(database, world.As("Priya"), "America/Los_Angeles")).IsOk);
        Assert.Equal(here, await database.Get<WorksHere>().RunAsync(world["Priya"], CancellationToken.None));
        Assert.Equal(here ? world["Priya"] : (long?)null, (await AcceptAsync(database, Priya)).PersonId);
        Assert.Equal(here, (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), world.As("Ada"), world["Priya"], Role.Auditor, CancellationToken.None)).IsOk);
        await using var db = database.Look();
        Assert.Equal(here, (await RolesOf.InForceAsync(db, world["Priya"], CancellationToken.None)).HasFlag(Role.Administrator));
    }

    [Fact]
    public async Task A_session_ends_when_nothing_is_done_for_an_hour_and_after_twelve_in_any_case()
    {
        await using var database = await TestDatabase.CreateAsync();
        await WorldAsync(database);
        var sessions = database.Get<Sessions>();
        await sessions.StartAsync("idle", null, AuthenticationMethod.EntraId, signOutHint: null, CancellationToken.None);
        await sessions.StartAsync("busy", null, AuthenticationMethod.EntraId, signOutHint: [1, 2], CancellationToken.None);
        for (var minutes = 0; minutes < 12 * 60; minutes += 40)
        {
            Assert.Equal(minutes < 60, await sessions.IsAliveAsync("idle", CancellationToken.None));
            Assert.True(await sessions.IsAliveAsync("busy", CancellationToken.None));
            sessions.Seen("busy");
            database.Time.Advance(TimeSpan.FromMinutes(40));
        }

        Assert.False(await sessions.IsAliveAsync("busy", CancellationToken.None));
        Assert.False(await sessions.IsAliveAsync("unknown", CancellationToken.None));
        Assert.Equal([1, 2], await sessions.EndAsync("busy", CancellationToken.None));
        Assert.Null(await sessions.EndAsync("busy", CancellationToken.None));
    }

    private static async Task<TestWorld> WorldAsync(TestDatabase database)
    {
        var world = new TestWorld(database);
        await world.PeopleAsync(["Priya"]);
        return world;
    }

    private static Task<SignInAnswer> AcceptAsync(TestDatabase database, ProvenIdentity proven) => database.Get<AcceptSignIn>().RunAsync(proven, CancellationToken.None);

    private static async Task<(long? Person, bool First)> EnterAsync(TestDatabase database, ProvenIdentity proven)
    {
        var answer = await AcceptAsync(database, proven);
        return (answer.PersonId, answer.FirstAdministrator);
    }

    private static async Task<Role> RolesAsync(TestDatabase database, long person)
    {
        await using var db = database.Look();
        return await RolesOf.PersonAsync(db, person, CancellationToken.None);
    }

    private static async Task<long> HeadAsync(TestDatabase database)
    {
        await using var db = database.Look();
        return await db.ChainHeads.Select(h => h.Seq).SingleAsync();
    }

    private static Task<Outcome<int>> SetAsync(TestDatabase database, Actor actor, string zone = "UTC") =>
        database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), actor, new Policy { TimeZone = zone }, null, CancellationToken.None);
}
