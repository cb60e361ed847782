using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Where more lower roles are held than are listed, any of them is typed.</summary>
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
}
