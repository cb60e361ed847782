using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A reviewer with a telephone: whatever a key does is reached by a finger.</summary>
public sealed class TouchJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task A_tap_on_a_row_opens_its_story_from_which_its_holder_is_asked_and_which_another_tap_closes()
    {
        await App.World.PeopleAsync(["Rob", "Una"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Una", Role: "Analyst", Findings: Finding.Dormant));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review", await NewPageAsync(390, 844, touch: true));
        await page.HasPlaceAsync("Rob");
        var story = page.Locator(".ws-story");
        await Assertions.Expect(story).Not.ToBeVisibleAsync();

        await page.Account("Una").Locator(".why-cell").TapAsync();
        await Assertions.Expect(story).ToBeVisibleAsync();
        await Assertions.Expect(story.Locator("h2")).ToHaveTextAsync("Una");
        await Assertions.Expect(story.GetByText("What Revoke will do")).ToBeInViewportAsync();

        // However far the story was scrolled, what closes it is there.
        await story.GetByText("Decided before").ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(story.GetByRole(AriaRole.Button, new() { Name = "Close the story" })).ToBeInViewportAsync();
        await story.GetByRole(AriaRole.Button, new() { Name = "Close the story" }).TapAsync();
        await Assertions.Expect(story).Not.ToBeVisibleAsync();

        await page.Account("Rob").Locator(".who").TapAsync();
        await Assertions.Expect(story.Locator("h2")).ToHaveTextAsync("Rob");
        await story.GetByRole(AriaRole.Button, new() { NameString = "Ask Rob" }).TapAsync();
        await Assertions.Expect(story).Not.ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
        await page.Locator(".ws-why [data-do='why-save']").TapAsync();
        await Assertions.Expect(page.Account("Rob")).ToContainTextAsync("asked");

        // What decides is a button, and tells no story.
        await page.Account("Rob").Locator("[data-do='certify']").TapAsync();
        await page.HasDecidedAsync("1 of 2");
        await Assertions.Expect(story).Not.ToBeVisibleAsync();
    }
}
