using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>What is typed into the filter of a review goes into the address as the window has it, and into that of no other page.</summary>
public sealed class FilterAddressJourney(TheBrowser browser) : Journey(browser)
{
    // In the filter Esc sends at once what a pause in the typing sends a moment later: so that both come in one turn of the browser.
    private const string Clear = "document.querySelector('.ws-search input').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));";

    [Fact]
    public async Task What_is_chosen_beside_the_list_right_after_typing_stays_chosen()
    {
        var page = await FilteredAsync();
        await page.Locator(".ws-facets a", new() { HasText = "Decided" }).EvaluateAsync("link => { " + Clear + " link.click(); }");
        await Assertions.Expect(page.Account("Rob")).ToBeVisibleAsync();

        // Once this is answered, so is whatever was asked before.
        await page.Keyboard.PressAsync("o");
        await Assertions.Expect(page.GetByText("The names of all lines are shown.")).ToHaveCountAsync(1);
        await page.IsAtAsync("/campaigns/1/review?show=decided*");
        await Assertions.Expect(page.Account("Rob")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Whoever_has_gone_elsewhere_is_not_called_back_by_what_was_typed_before()
    {
        var page = await FilteredAsync();
        await page.Locator(".nav a", new() { HasText = "My reviews" }).EvaluateAsync("link => { link.click(); " + Clear + " }");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "My reviews", Exact = true })).ToBeVisibleAsync();

        // Once the next page is there, whatever the page that was left asked for has been answered.
        await page.Locator(".nav a", new() { HasText = "Receipts" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Receipts", Exact = true })).ToBeVisibleAsync();
        await page.IsAtAsync(Links.Receipts());
        await page.GoBackAsync();
        await page.IsAtAsync(Links.MyReviews());
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "My reviews", Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>Three items before Mia, one of them decided, in a list that is filtered by what all of them have.</summary>
    private async Task<IPage> FilteredAsync()
    {
        await App.World.PeopleAsync(["Rob", "Sami", "Tim"]);
        await App.World.HeapAsync(new TestAccount("Rob"), new TestAccount("Sami", Role: "Analyst"), new TestAccount("Tim", Role: "Editor"));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.Account("Rob").GoToAsync();
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("1 of 3");
        await page.Locator(".ws-search input").FillAsync("Prod");
        await page.IsAtAsync("/campaigns/1/review?q=Prod*");
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(2);
        return page;
    }
}
