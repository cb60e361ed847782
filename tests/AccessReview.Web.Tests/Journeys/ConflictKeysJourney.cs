using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Where another window was faster, the rhythm of the keys overwrites nothing, and what becomes of it is said by key as well.</summary>
public sealed class ConflictKeysJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task The_key_meant_for_the_next_row_overwrites_no_conflict_and_Enter_decides_it_anew()
    {
        var page = await ConflictAsync();
        await Assertions.Expect(page.Account("Rob").Locator("input.pick")).ToBeDisabledAsync();
        foreach (var key in new[] { "x", "c", "r", "u" })
        {
            await page.Keyboard.PressAsync(key);
        }

        // What was sent before another decision is stored before it.
        await page.Account("Una").Locator("[data-do='certify']").ClickAsync();
        await page.HasDecidedAsync("2 of 3");
        await Assertions.Expect(page.Account("Rob").Locator(".conflict")).ToContainTextAsync("You revoked this in another window. You chose Certify");
        await Assertions.Expect(page.Locator(".ws-why, .ws-pick")).ToHaveCountAsync(0);

        await page.Account("Rob").GoToAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Account("Rob").Locator(".choose")).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Account("Rob").Locator(".verdict")).ToContainTextAsync("Certified");
    }

    [Fact]
    public async Task Esc_leaves_it_as_the_other_window_decided_and_both_answers_are_reached_by_Tab()
    {
        var page = await ConflictAsync();
        foreach (var answer in new[] { "Leave it so", "Decide anew" })
        {
            await page.Keyboard.PressAsync("Tab");
            await Assertions.Expect(page.Account("Rob").GetByRole(AriaRole.Button, new() { Name = answer })).ToBeFocusedAsync();
        }

        await AccessibleAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Account("Rob").Locator(".verdict")).ToContainTextAsync("Revoked");
        await Assertions.Expect(page.Locator(".conflict")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Account("Rob")).ToBeFocusedAsync();
        await page.HasDecidedAsync("1 of 3");
    }

    /// <summary>Rob, Una and Vic are dormant and before Mia. She revoked Rob in another window, and now certified him in this one.</summary>
    private async Task<IPage> ConflictAsync()
    {
        await App.World.PeopleAsync(["Rob", "Una", "Vic"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Una", Findings: Finding.Dormant), new TestAccount("Vic", Findings: Finding.Dormant));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync("Rob");
        var other = await SignInAsync("Mia", "/campaigns/1/review");
        await other.HasPlaceAsync("Rob");
        await other.Keyboard.PressAsync("r");
        await other.Locator("#why-text").FillAsync("Not used");
        await other.Keyboard.PressAsync("Enter");
        await other.HasDecidedAsync("1 of 3");

        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Account("Rob").Locator(".conflict")).ToBeVisibleAsync();
        await Assertions.Expect(page.Account("Rob")).ToBeFocusedAsync();
        return page;
    }
}
