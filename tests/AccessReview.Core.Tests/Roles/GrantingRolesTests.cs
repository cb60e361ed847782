using AccessReview.Core.Audit;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Core.SignIn;
using AccessReview.Core.Tests.SignIn;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Roles;

public sealed class GrantingRolesTests
{
    private static async Task<(TestDatabase Database, TestWorld World)> StartAsync()
    {
        var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync(["Priya", "Lee"], left: ["Lee"]);
        return (database, world);
    }

    [Fact]
    public async Task An_administrator_grants_a_role_and_it_counts_at_once()
    {
        var (database, world) = await StartAsync();
        await using var _ = database;
        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), world.As("Ada"), world["Priya"], Role.Auditor, CancellationToken.None)).Require();
        await using var db = database.Look();
        Assert.Equal(Role.Auditor, await RolesOf.PersonAsync(db, world["Priya"], CancellationToken.None));
    }

    [Theory]
    [InlineData("Ada", "Ada", Problem.DeniedCode)]
    [InlineData("Owen", "Priya", Problem.DeniedCode)]
    [InlineData("Ada", "Lee", "role.person")]
    public async Task Nobody_grants_to_themselves_without_the_role_or_to_a_leaver(string by, string to, string code)
    {
        var (database, world) = await StartAsync();
        await using var _ = database;
        var outcome = await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), world.As(by), world[to], Role.Administrator, CancellationToken.None);
        Assert.Equal(code, outcome.Problem?.Code);
    }

    [Fact]
    public async Task The_first_administrator_acts_only_while_nobody_is_administrator()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await using (var db = database.Look())
        {
            Assert.Equal(Role.Administrator, await RolesOf.ActorAsync(db, Actor.FirstAdministrator(), CancellationToken.None));
        }

        await world.PeopleAsync([]);
        await using var after = database.Look();
        Assert.Equal(Role.None, await RolesOf.ActorAsync(after, Actor.FirstAdministrator(), CancellationToken.None));
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        var (database, world) = await StartAsync();
        await using var _ = database;
        var outcome = await database.Get<EndRole>().RunAsync(Guid.NewGuid(), world.As("Ada"), world["Ada"], Role.Administrator, CancellationToken.None);
        Assert.Equal("role.last-administrator", outcome.Problem?.Code);
        await using var db = database.Look();
        Assert.True(await db.RoleGrants.AnyAsync(g => g.PersonId == world["Ada"] && g.EndedAt == null));
    }

    [Fact]
    public async Task Whoever_has_left_is_no_administrator_who_stays()
    {
        var (database, world) = await StartAsync();
        await using var _ = database;
        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), world.As("Ada"), world["Priya"], Role.Administrator, CancellationToken.None)).Require();
        await world.LeaveAsync("Priya");
        Assert.Equal("role.last-administrator", (await database.Get<EndRole>().RunAsync(Guid.NewGuid(), world.As("Ada"), world["Ada"], Role.Administrator, CancellationToken.None)).Problem?.Code);
        (await database.Get<EndRole>().RunAsync(Guid.NewGuid(), world.As("Ada"), world["Priya"], Role.Administrator, CancellationToken.None)).Require();
    }

    [Fact]
    public async Task When_every_administrator_has_left_the_first_one_counts_again()
    {
        var (database, world) = await StartAsync();
        await using var _ = database;
        Assert.False(await database.Get<NeedsFirstAdministrator>().RunAsync(CancellationToken.None));
        await world.LeaveAsync("Ada");
        await using var db = database.Look();
        Assert.Equal(Role.Administrator, await RolesOf.ActorAsync(db, Actor.FirstAdministrator(), CancellationToken.None));
        Assert.True(await database.Get<NeedsFirstAdministrator>().RunAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("UTC", 24)]
    [InlineData("Pacific/Auckland", 3)] // 01:00 on the day after, and still the last one in UTC
    public async Task What_the_first_administrator_does_after_the_last_administrators_last_day_stands_in_a_sound_record(string zone, int hours)
    {
        await using var database = await TestDatabase.CreateAsync(rules: new SignInRules("consultant@example.test"));
        var world = new TestWorld(database);
        await world.PeopleAsync([]);
        var today = DateOnly.FromDateTime(database.Time.GetUtcNow().UtcDateTime);
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.As("Ada"), new Policy { TimeZone = zone }, null, CancellationToken.None)).Require();
        await world.LastDayAsync("Ada", today);
        database.Time.Advance(TimeSpan.FromHours(hours));

        Assert.True((await database.Get<AcceptSignIn>().RunAsync(Proven.By("c1", "consultant@example.test"), CancellationToken.None)).FirstAdministrator);
        var consultant = new Actor(ActorKind.FirstAdministrator, null, AuthenticationMethod.OpenIdConnect, "session");
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), consultant, new Policy(), null, CancellationToken.None)).Require();

        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require().Findings);

        // A purge takes last days away with the names; what it took says nothing against anybody.
        await world.Run("Seed", scope => scope.Db.Entry(scope.Db.PersonRecords.Single(r => r.PersonId == world["Ada"])).Property(r => r.EndDate).CurrentValue = null);
        Assert.DoesNotContain("event.roles", (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require().Findings.Select(f => f.Code));
    }
}
