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
    public async Task The_reason_of_a_selection_typed_before_its_box_is_there_comes_with_it_and_decides_nothing()
    {
        var page = await LaunchAsync();
        await page.Account("Sami").Locator("input.pick").ClickAsync();
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("1 selected");
        await page.Account("Sami").GoToAsync();
        await CutAsync(page);
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("Recently moved");
        await MendAsync(page);
        await Assertions.Expect(page.Locator("#pick-why")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#pick-why")).ToHaveValueAsync("Recently moved");
        Assert.Equal(0, await DecisionsAsync());
        await page.Keyboard.PressAsync("Enter");
        await page.HasDecidedAsync("1 of 4");
        await Assertions.Expect(page.Account("Sami").Locator(".verdict")).ToContainTextAsync("Revoked");
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

        // What was typed is heard then.
        await page.IsAtAsync("/campaigns/1/review?q=ti*");
        await page.Keyboard.PressAsync("Escape");
        await page.HasPlaceAsync("Vera");
        await page.Keyboard.PressAsync("j");
        await page.HasPlaceAsync("Rob");
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

    [Fact]
    public async Task The_answer_to_the_first_letters_of_a_filter_takes_none_away_that_was_typed_since()
    {
        var page = await LaunchAsync();
        var box = page.Locator(".ws-search input");
        await page.Clock.InstallAsync();
        await page.ReloadAsync();
        await page.HasPlaceAsync("Vera");
        await box.ClickAsync();

        // From here on the time of the page stands still: the next letter waits to be sent when the answer comes.
        await page.Clock.PauseAtAsync(DateTime.UtcNow.AddSeconds(5));
        await page.Keyboard.TypeAsync("Sa");
        await page.Clock.RunForAsync(300);
        await page.Keyboard.TypeAsync("m");
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(1);
        await Assertions.Expect(box).ToHaveValueAsync("Sam");
        await page.Clock.RunForAsync(300);
        await page.IsAtAsync("/campaigns/1/review?q=Sam*");
        await Assertions.Expect(box).ToHaveValueAsync("Sam");
    }

    [Fact]
    public async Task A_space_at_the_end_of_the_filter_stays_until_the_next_word_is_typed_and_the_filter_is_cleared_from_outside()
    {
        var page = await LaunchAsync();
        var box = page.Locator(".ws-search input");
        await box.ClickAsync();
        await page.Keyboard.TypeAsync("Tim ");
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(1);
        await page.HasPlaceAsync("Tim");
        await page.Keyboard.TypeAsync("R");
        await Assertions.Expect(box).ToHaveValueAsync("Tim R");
        await Assertions.Expect(page.GetByText("No row is like that")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear the filter" }).ClickAsync();
        await Assertions.Expect(box).ToHaveValueAsync("");

        // An address that names a filter fills the box.
        await page.GotoAsync("/campaigns/1/review?q=sa");
        await Assertions.Expect(box).ToHaveValueAsync("sa");

        // Who goes back with the place in the box finds in it what the list shows there.
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear the filter" }).ClickAsync();
        await page.HasPlaceAsync("Vera");
        await box.ClickAsync();
        await page.GoBackAsync();
        await Assertions.Expect(box).ToHaveValueAsync("sa");
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
