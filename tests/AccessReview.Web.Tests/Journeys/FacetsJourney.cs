using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A part of the filter with more lines than it shows is opened and used by key.</summary>
public sealed class FacetsJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task What_a_part_of_the_filter_holds_back_is_shown_and_chosen_by_key()
    {
        string[] names = [.. Enumerable.Range(1, 14).Select(i => $"P{i:00}")];
        await App.World.PeopleAsync(names, left: []);
        await App.World.HeapAsync([.. names.Select(n => new TestAccount(n, Groups: ["Team of " + n]))]);
        await App.World.LaunchAsync("Mia", (_, _) => "Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        var more = page.Locator(".facet button[aria-expanded]", new() { HasText = "Group" });
        await Assertions.Expect(more).ToHaveTextAsync("2 more. Show them: Group");
        await more.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(more).ToHaveTextAsync("Show fewer: Group");
        await Assertions.Expect(more).ToBeFocusedAsync();
        await AccessibleAsync(page);
        await PictureAsync(page, "review-facets");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".ws-facets a:focus")).ToContainTextAsync("Team of P13");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".ws-list .item")).ToContainTextAsync("Team of P13");

        // With its only row decided it is still there to be dropped.
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("1 of 28");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(0);
        var chosen = page.Locator(".ws-facets a[aria-current]", new() { HasText = "Team of P13" });
        await Assertions.Expect(chosen).ToHaveTextAsync("Team of P130");
        await chosen.ClickAsync();
        await Assertions.Expect(page.Locator(".ws-list .item")).Not.ToHaveCountAsync(0);
    }
}
