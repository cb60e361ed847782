using System.Text;
using AccessReview.Core;
using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Extracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Mia and Tomas manage each other, and each has an account: what the plan says of that, as the policy has it.</summary>
public sealed class IndependenceJourney(TheBrowser browser) : Journey(browser)
{
    private const string Each = "2 items are before somebody whose own access their holder reviews";

    [Fact]
    public async Task Where_it_is_prevented_the_plan_names_it_and_nothing_can_be_launched()
    {
        var owner = await PlannedAsync(IndependenceRule.Prevented);
        await Assertions.Expect(owner.Locator(".gates li.no")).ToHaveTextAsync($"{Each}, which the policy prevents. Spread them to somebody else, or name another reviewer.");
        await Assertions.Expect(owner.GetByRole(AriaRole.Button, new() { NameString = "Launch" })).ToBeDisabledAsync();
        await AccessibleAsync(owner);
        await PictureAsync(owner, "plan-reciprocal");
    }

    [Fact]
    public async Task Where_it_is_rerouted_the_plan_says_why_one_of_them_goes_to_the_owner_of_the_application()
    {
        var owner = await PlannedAsync(IndependenceRule.Rerouted);
        await Assertions.Expect(owner.Locator(".gates li.no")).ToHaveCountAsync(0);
        var rerouted = owner.Locator("#rerouted tbody tr");
        await Assertions.Expect(rerouted).ToHaveCountAsync(1);
        await Assertions.Expect(rerouted.Locator("[data-label='Why']")).ToHaveTextAsync("each would review the other's access");
        await Assertions.Expect(rerouted.Locator("[data-label='Goes to']")).ToHaveTextAsync("Olga");
        await LaunchedAsync(owner);
    }

    [Fact]
    public async Task Where_it_is_recorded_the_plan_says_so_and_it_can_be_launched()
    {
        var owner = await PlannedAsync(IndependenceRule.Recorded);
        await Assertions.Expect(owner.Locator(".gates li.ok", new() { HasText = Each })).ToHaveTextAsync($"{Each}; the evidence will say so.");
        await LaunchedAsync(owner);
        await OpenAsync(owner, Links.Campaign(1, "policy"));
        await Assertions.Expect(owner.Locator(".fact", new() { HasText = "Two people who review each other" }).Locator("dd")).ToHaveTextAsync("recorded");
    }

    private static async Task LaunchedAsync(IPage owner)
    {
        await owner.LaunchAsync(1);
        await SettledAsync(owner);
    }

    /// <summary>The plan of a campaign over their Heap, as its owner sees it.</summary>
    private async Task<IPage> PlannedAsync(IndependenceRule rule)
    {
        (await App.Get<SetPolicy>().RunAsync(Guid.NewGuid(), Importing.Admin, new Policy { ReciprocalReview = rule }, null, default)).Require();
        var staff = (await App.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), Importing.Admin, "Staff", DirectoryKind.StaffList, default)).Require();
        await ImportAsync(null, staff, ExtractFileKind.People, 3, """
            Employee ID,Work email,Full name,Employment status,Employment type,Start date,Manager email,Department,Job title
            1,olga@two.example,Olga,Active,Employee,2020-01-01,,IT,Head of IT
            2,mia@two.example,Mia,Active,Employee,2020-01-01,tomas@two.example,Product,Lead
            3,tomas@two.example,Tomas,Active,Employee,2020-01-01,mia@two.example,Product,Lead

            """);
        await using var db = App.Get<Databases>().CreateDbContext();
        var olga = await db.PersonRecords.Where(p => p.Name == "Olga").Select(p => p.PersonId).SingleAsync();
        var facts = new Core.Applications.ApplicationFacts { Name = "Heap", Kind = ApplicationKind.Heap, OwnerId = olga, PrivilegedRoles = ["Admin"] };
        var heap = (await App.Get<RegisterApplication>().RunAsync(Guid.NewGuid(), Importing.Admin, facts, default)).Require();
        (await App.Get<GrantRole>().RunAsync(Guid.NewGuid(), Importing.Admin, olga, Role.CampaignOwner, default)).Require();
        await ImportAsync(heap, null, ExtractFileKind.Users, 2, """
            User ID,Email,Name,Role,Status,Last active,Created
            u1,mia@two.example,Mia,Analyst,active,2026-11-20T08:00:00Z,2024-01-10T08:00:00Z
            u2,tomas@two.example,Tomas,Analyst,active,2026-11-20T08:00:00Z,2024-01-10T08:00:00Z

            """);
        await App.Get<FollowUps>().RunAsync(default);

        var today = DateOnly.FromDateTime(TestApp.Morning);
        var plan = new CampaignPlan("Heap, Q4 2026", "Who can get into Heap.", "", today.AddMonths(-3), today, today.AddDays(20), "UTC", DeadlineRule.NotReviewed);
        (await App.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), Actor.Demo(olga), plan, default)).Require();
        (await App.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), Actor.Demo(olga), 1, heap, CampaignScope.Default, default)).Require();
        return await SignInAsync("Olga", Links.Plan(1));
    }

    private async Task ImportAsync(long? application, long? directory, ExtractFileKind kind, int claimed, string csv)
    {
        var importing = new Importing(App.Services);
        (await importing.ImportAsync(await importing.DraftAsync(application, directory, TestApp.Morning.AddHours(-1), (kind, "list.csv", Encoding.UTF8.GetBytes(csv), claimed)))).Require();
    }
}
