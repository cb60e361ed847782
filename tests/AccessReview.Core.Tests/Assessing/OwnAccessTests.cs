using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Matching;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Assessing;

/// <summary>Accounts whose holder is not certain must not come before whoever it could be.</summary>
public sealed class OwnAccessTests
{
    private static readonly DateTime AsOf = new(2026, 11, 20, 18, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Whoever_could_be_meant_and_whom_a_declared_accounts_address_names_are_kept_from_reviewing_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var readings = new TestReadings(database);
        await readings.StaffAsync(AsOf, new StaffLine("otto@x.test", "Otto Lund", "E-8"), new StaffLine("otto@x.test", "Otto Lund", "E-9"), new StaffLine("mia@x.test", "Mia Roth"), new StaffLine("owen@x.test", "Owen Ray"));
        var application = (await database.Get<RegisterApplication>().RunAsync(Guid.NewGuid(), Actor.Product, new Core.Applications.ApplicationFacts { Name = "Heap", Kind = ApplicationKind.Heap }, default)).Require();
        await readings.AccessAsync(application, AsOf, new UserLine("otto@x.test", LastUsed: AsOf), new UserLine("mia@x.test", LastUsed: AsOf));
        var (shared, several) = (await readings.AccountAsync("mia@x.test"), await readings.AccountAsync("otto@x.test"));
        var owen = await readings.PersonAsync("owen@x.test");
        (await database.Get<DeclareAccount>().RunAsync(Guid.NewGuid(), Actor.Product, shared, DeclaredKind.Shared, owen, "The screen in the hall.", default)).Require();
        await database.Get<FollowUps>().RunAsync(default);

        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), Actor.Product, owen, Role.CampaignOwner, default)).Require();
        var number = (await database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), Actor.Demo(owen), CampaignWorld.Plan, default)).Require();
        (await database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), Actor.Demo(owen), number, application, CampaignWorld.Scope, default)).Require();

        await using var db = database.Look();
        var plan = await db.CampaignApplications.AsNoTracking().SingleAsync();
        var found = (await PreviewSources.ApplicationAsync(db, plan, await PreviewSources.PeopleAsync(db, default), [], database.Time.GetUtcNow().UtcDateTime, default))!;
        Assert.Equal(2, found.Involved[several].Distinct().Count());
        Assert.Equal(new[] { owen, await readings.PersonAsync("mia@x.test") }.Order(), found.Involved[shared].Distinct().Order());
    }
}
