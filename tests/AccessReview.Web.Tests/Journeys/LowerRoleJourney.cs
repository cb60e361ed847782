using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using AccessReview.Core.Tests.Journeys;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>An administrator is kept at a lower role: any is typed where more are held than are listed, and what was signed is followed up and verified
/// as a revoke is.</summary>
public sealed class LowerRoleJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task A_lower_role_that_too_few_hold_to_be_listed_is_typed()
    {
        await App.World.PeopleAsync(["Zoe"]);
        await App.World.HeapAsync(new TestAccount("Zoe", Role: "Admin", Findings: Finding.Privileged));
        string[] frequent = [.. Enumerable.Range(1, 20).Select(i => $"Role {i:00}")];
        await App.World.AlsoHeldAsync([.. frequent, .. frequent, "Auditor"]);
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync("Zoe");
        await page.Keyboard.PressAsync("m");
        await Assertions.Expect(page.Locator("#why-role")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#why-more")).ToContainTextAsync(" 1 other may be typed");
        await page.Keyboard.TypeAsync("Auditor");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("She only reads reports now");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Account("Zoe").Locator(".verdict")).ToContainTextAsync("Lowered to Auditor");
    }

    [Fact]
    public async Task A_lower_role_that_was_signed_is_work_that_names_it_and_the_readings_say_whether_it_is_so()
    {
        const string Administrator = "person01@team.example";
        var team = new MonasTeam(App);
        await team.FoundAsync();
        await team.LaunchAsync("Heap, Q4 2026");
        await LowerAsync(await SignInAsync("Mona", Links.Review(1)), "Person 01", "Read-Only");

        var owner = await NewPageAsync();
        var row = owner.Locator("table.removals tbody tr");
        await SignInAsync("Olga", Links.Removals(), owner);
        await Assertions.Expect(row).ToContainTextAsync("Admin, to be lowered to Read-Only");
        await Assertions.Expect(row.Locator(".chip").First).ToHaveTextAsync("Waiting for a person");
        await StandsAsync("Read-Only", "Verified", "Lowered to Read-Only or less");
        await PictureAsync(owner, "removal-lowered");
        await StandsAsync("Admin", "Reappeared", "Was lowered, and is higher again");

        // A day later, when nobody's session is left, the account is read with this role.
        async Task StandsAsync(string role, string state, string proof)
        {
            App.Clock.Advance(TimeSpan.FromDays(1));
            team.Give(Administrator, role);
            await team.ReadAsync();
            await SignInAsync("Olga", Links.Removals(), owner);
            await Assertions.Expect(row.Locator(".chip").First).ToHaveTextAsync(state);
            await Assertions.Expect(row).ToContainTextAsync(proof);
        }
    }

    /// <summary>Lowers one account by keys, certifies the rest, and signs.</summary>
    private async Task LowerAsync(IPage page, string name, string role)
    {
        await page.Account(name).GoToAsync();
        await page.HasPlaceAsync(name);
        await page.Keyboard.PressAsync("m");
        await page.Locator("#why-role").SelectOptionAsync(role);
        await page.Locator("#why-text").FillAsync("Only reads reports now");
        await page.Locator("#why-text").PressAsync("Enter");
        await Assertions.Expect(page.Account(name).Locator(".verdict")).ToContainTextAsync($"Lowered to {role}");

        await new Reviewers(App.Services, 1).DecideAllAsync(new HashSet<string>());
        await OpenAsync(page, Links.Review(1) + "?show=decided");
        await page.HasDecidedAsync("120 of 120");
        await page.GetByRole(AriaRole.Button, new() { NameString = "Sign off" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I sign this" }).ClickAsync();
        await Assertions.Expect(page.Locator(".signed")).ToContainTextAsync("Signed off");
    }
}
