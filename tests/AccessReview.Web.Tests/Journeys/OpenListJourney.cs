using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>What opens in the list keeps nobody out: the box under a row, the names of a line, and the reason for a selection.</summary>
public sealed class OpenListJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task The_box_under_a_row_is_part_of_the_list_whatever_it_asks_for()
    {
        var page = await LaunchAsync();
        await page.HasPlaceAsync("Zoe");
        await OpensAsync(page, "m", "#why-role, #why-text");
        await OpensAsync(page, "q", "#why-text");
        await OpensAsync(page, "r", "#why-text");

        // With reasons to use again it holds a list of them.
        await page.Account("Rob").GoToAsync();
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("Works elsewhere now");
        await page.Keyboard.PressAsync("Enter");
        await page.HasDecidedAsync("1 of 4");
        await page.Account("Zoe").GoToAsync();
        await page.Keyboard.PressAsync("r");
        await Assertions.Expect(page.Locator(".ws-why ol")).ToContainTextAsync("Works elsewhere now");
        await AccessibleAsync(page);
    }

    [Fact]
    public async Task An_open_line_and_the_reason_for_a_selection_out_of_it_are_open_to_everybody()
    {
        var page = await LaunchAsync();
        await page.Account("Rob").GoToAsync();
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("Works elsewhere now");
        await page.Keyboard.PressAsync("Enter");
        await page.HasDecidedAsync("1 of 4");
        await page.OpenAsync("Consumer");
        await AccessibleAsync(page);
        await page.Account("Sami").GoToAsync();
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("1 selected");
        await page.Keyboard.PressAsync("r");
        await Assertions.Expect(page.Locator("#pick-why")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator(".ws-pick ol")).ToContainTextAsync("Works elsewhere now");
        await AccessibleAsync(page);
    }

    /// <summary>A key opens the box, which has the focus and gives it back to the row.</summary>
    private static async Task OpensAsync(IPage page, string key, string field)
    {
        await page.Keyboard.PressAsync(key);
        await Assertions.Expect(page.Locator(field).And(page.Locator(":focus"))).ToHaveCountAsync(1);
        await AccessibleAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".ws-why")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".ws-list .item:focus .n")).ToContainTextAsync("Zoe");
    }

    /// <summary>Four items before Mia: Zoe is privileged, Rob is dormant, Sami and Tim are one line.</summary>
    private async Task<IPage> LaunchAsync()
    {
        await App.World.PeopleAsync(["Zoe", "Rob", "Sami", "Tim"]);
        await App.World.HeapAsync(
            new TestAccount("Zoe", Role: "Admin", Findings: Finding.Privileged), new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Sami"), new TestAccount("Tim"));
        await App.World.LaunchAsync("Mia");
        return await SignInAsync("Mia", "/campaigns/1/review");
    }
}
