using AccessReview.Core.Applications;
using AccessReview.Core.Findings;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Assessing;

public sealed class FreshnessTests
{
    private static readonly DateTime AsOf = new(2026, 11, 20, 18, 0, 0, DateTimeKind.Utc);
    private static readonly ApplicationFacts Heap = new() { Name = "Heap", Kind = ApplicationKind.Heap, PrivilegedRoles = ["Admin"] };

    [Fact]
    public async Task An_application_is_assessed_anew_when_and_only_when_something_it_is_judged_by_changed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var readings = new TestReadings(database);
        var application = (await database.Get<RegisterApplication>().RunAsync(Guid.NewGuid(), Actor.Product, Heap, default)).Require();
        await readings.AccessAsync(application, AsOf, new UserLine("ida@x.test", LastUsed: AsOf.AddDays(-40)));
        Assert.Equal(0, await AssessedAsync(database)); // no staff list: nobody could be told from a leaver

        await readings.StaffAsync(AsOf, new StaffLine("ida@x.test", "Ida Berg"));
        Assert.Equal(1, await AssessedAsync(database));
        Assert.Equal(1, await AssessedAsync(database));

        await ChangeAsync(database, application, Heap with { Plan = "Premier" });
        Assert.Equal(1, await AssessedAsync(database)); // a plan judges nobody

        await ChangeAsync(database, application, Heap with { DormantAfterDays = 30 });
        Assert.Equal(2, await AssessedAsync(database));
        await ChangeAsync(database, application, Heap with { DormantAfterDays = 30, PrivilegedRoles = ["Admin", "Consumer"] });
        Assert.Equal(3, await AssessedAsync(database));

        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), Actor.Product, new Policy { TimeZone = "Europe/Berlin" }, null, default)).Require();
        Assert.Equal(4, await AssessedAsync(database));
        await readings.StaffAsync(AsOf.AddDays(1), new StaffLine("ida@x.test", "Ida Berg"));
        Assert.Equal(5, await AssessedAsync(database));

        await using var db = database.Look();
        Assert.Equal(Finding.Dormant | Finding.Privileged, await db.AssessedAccounts.OrderByDescending(a => a.Id).Select(a => a.Findings).FirstAsync());
    }

    [Fact]
    public async Task What_is_judged_anew_has_no_assessment_until_it_is()
    {
        await using var database = await TestDatabase.CreateAsync();
        var readings = new TestReadings(database);
        var application = (await database.Get<RegisterApplication>().RunAsync(Guid.NewGuid(), Actor.Product, Heap, default)).Require();
        await readings.StaffAsync(AsOf, new StaffLine("ida@x.test", "Ida Berg"));
        await readings.AccessAsync(application, AsOf, new UserLine("ida@x.test"));
        await AssessedAsync(database);
        await ChangeAsync(database, application, Heap with { DormantAfterDays = 7 });

        await using var db = database.Look();
        Assert.Null(await db.Applications.Select(a => a.CurrentAssessmentId).SingleAsync());
    }

    private static async Task ChangeAsync(TestDatabase database, long application, ApplicationFacts facts) =>
        (await database.Get<ChangeApplication>().RunAsync(Guid.NewGuid(), Actor.Product, application, facts, null, default)).Require();

    private static async Task<int> AssessedAsync(TestDatabase database)
    {
        await database.Get<FollowUps>().RunAsync(default);
        await using var db = database.Look();
        return await db.Assessments.CountAsync();
    }
}
