using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Keys pressed while the connection is lost or slow: what they ask for comes with the connection, and none of them is swallowed.</summary>
public sealed class DisturbedKeysJourney(TheBrowser browser) : BehindACable(browser)
{
    [Fact]
    public async Task A_box_asked_for_while_the_connection_was_lost_comes_with_it_and_holds_what_was_typed()
    {
        var page = await LaunchAsync();
        await page.Account("Sami").GoToAsync();
        await CutAsync(page);
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("Moved");
        await MendAsync(page);
        await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#why-text")).ToHaveValueAsync("Moved");
        await page.Keyboard.PressAsync("Enter");
        await page.HasDecidedAsync("1 of 4");
        Assert.Equal(1, await DecisionsAsync());
    }

    [Fact]
    public async Task Whoever_goes_to_the_filter_while_a_box_cannot_come_types_there_and_is_not_called_back()
    {
        var page = await LaunchAsync();
        await page.Account("Sami").GoToAsync();
        await CutAsync(page);
        await page.Keyboard.PressAsync("r");
        await page.Locator(".ws-search input").ClickAsync();
        await page.Keyboard.TypeAsync("ti");
        await Assertions.Expect(page.Locator(".ws-search input")).ToHaveValueAsync("ti");
        await MendAsync(page);
        await Assertions.Expect(page.Locator(".ws-search input")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Account("Sami")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("j");
        await page.HasPlaceAsync("Tim");
        await Assertions.Expect(page.Locator(".ws-why")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_was_decided_in_a_short_loss_of_the_connection_is_saved_as_soon_as_it_is_back()
    {
        var page = await LaunchAsync();
        await CutAsync(page);
        await page.Keyboard.PressAsync("r");
        await Assertions.Expect(page.Locator(".saved")).ToHaveTextAsync("Saving …");
        await MendAsync(page);
        await Assertions.Expect(page.Locator(".saved")).ToHaveAttributeAsync("data-state", "saved", new() { Timeout = 5_000 });
        await page.HasDecidedAsync("1 of 4");
        Assert.Equal(1, await DecisionsAsync());
    }

    /// <summary>Four items before Mia, who has them open: Vera has left, Rob is dormant, Sami and Tim are routine and each alone.</summary>
    private async Task<IPage> LaunchAsync()
    {
        await App.World.PeopleAsync(["Vera", "Rob", "Sami", "Tim"], left: ["Vera"]);
        await App.World.HeapAsync(
            new TestAccount("Vera", Findings: Finding.Left), new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Sami", Role: "Analyst"), new TestAccount("Tim"));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync("Vera");
        return page;
    }
}
