using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Core.SignIn;
using AccessReview.Core.Tests.SignIn;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>An administrator whom the configuration names and the leading directory has no longer, while nobody else administers the product.</summary>
public sealed class GoneAdministratorTests
{
    [Fact]
    public async Task Whom_a_later_directory_still_has_enters_as_the_first_administrator_and_what_they_do_stands_in_a_sound_record()
    {
        await using var database = await TestDatabase.CreateAsync(rules: new SignInRules("ada@example.test"));
        await using var world = await ConnectedWorld.CreateAsync(database);
        await world.World.GrantAsync("Owen", Role.Administrator);
        await world.ReadAsync(await world.ConnectOktaAsync());
        (await world.StaffListAsync("Owen", "Mia", "Noa", "Sami", "Vera", "Zoe")).Require();
        Assert.Equal((false, WhyNotBound.HasLeft), await EnterAsync(database));

        await world.World.Run("Seed", scope =>
        {
            foreach (var record in scope.Db.PersonRecords.AsTracking().Where(r => r.PersonId == world.World["Owen"]).ToList())
            {
                scope.Db.Entry(record).Property(r => r.Status).CurrentValue = EmploymentStatus.Left;
            }
        });
        Assert.Equal((true, null), await EnterAsync(database));
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), Actor.FirstAdministrator(), new Policy(), null, CancellationToken.None)).Require();

        Assert.DoesNotContain("event.roles", (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require().Findings.Select(f => f.Code));
    }

    [Fact]
    public async Task Whoever_has_left_by_every_directory_stays_out()
    {
        await using var database = await TestDatabase.CreateAsync(rules: new SignInRules("ada@example.test"));
        var world = new TestWorld(database);
        await world.PeopleAsync([]);
        await world.LeaveAsync("Ada");

        Assert.True(await database.Get<FirstAdministrator>().CountsAsync(CancellationToken.None));
        Assert.Equal((false, WhyNotBound.HasLeft), await EnterAsync(database));
    }

    private static async Task<(bool First, WhyNotBound? Why)> EnterAsync(TestDatabase database)
    {
        var answer = await database.Get<AcceptSignIn>().RunAsync(Proven.By("a1", "ada@example.test"), CancellationToken.None);
        return (answer.FirstAdministrator, answer.Why);
    }
}
