using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>What a letter is while the focus is on a box to tick, or on its way into the box for a selection's reason.</summary>
public sealed class SelectionKeysJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task Letters_stay_commands_after_a_box_was_ticked_and_the_space_bar_is_the_boxs_own()
    {
        var page = await LaunchAsync();
        await page.Account("Sami").Locator("input.pick").ClickAsync();
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("1 selected");
        await page.Keyboard.PressAsync("j");
        await page.HasPlaceAsync("Tim");
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("2 selected");

        // A column that was chosen leaves the focus on its own box.
        var column = page.Locator(".ws-facets .columns input").First;
        await column.CheckAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(column).Not.ToBeCheckedAsync();
        await Assertions.Expect(column).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("2 of 3");
        await page.Keyboard.PressAsync("u");
        await page.HasDecidedAsync("0 of 3");
        await page.Keyboard.PressAsync("r");
        await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task What_is_typed_after_the_bars_Revoke_was_clicked_belongs_into_the_box_for_the_reason()
    {
        var page = await LaunchAsync();
        await page.Account("Sami").GoToAsync();
        await page.Keyboard.PressAsync("J");
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("2 selected");

        // Before the server has drawn the box.
        await page.Locator(".ws-pick .row > .danger").EvaluateAsync("""
            revoke => {
              revoke.focus();
              revoke.click();
              for (const key of "cxu gone") revoke.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
            }
            """);
        await Assertions.Expect(page.Locator("#pick-why")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#pick-why")).ToHaveValueAsync("cxu gone");
        await page.HasDecidedAsync("0 of 3");
        await page.Keyboard.PressAsync("Enter");
        await page.HasDecidedAsync("2 of 3");
        await Assertions.Expect(page.Account("Tim").Locator(".verdict")).ToContainTextAsync("Revoked");
    }

    /// <summary>Three accounts before Mia: Rob is dormant, Sami and Tim are routine and one line, which is open.</summary>
    private async Task<IPage> LaunchAsync()
    {
        await App.World.PeopleAsync(["Rob", "Sami", "Tim"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Sami"), new TestAccount("Tim"));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.OpenAsync("Consumer");
        return page;
    }
}
