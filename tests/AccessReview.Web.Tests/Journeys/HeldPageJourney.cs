using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A page that is asked for while the database is held: the window says that it comes.</summary>
public sealed class HeldPageJourney(TheBrowser browser) : Journey(browser, interceptor: Turns)
{
    private static readonly TroubledTable Turns = new("CampaignProgress");

    [Fact]
    public async Task A_page_that_does_not_come_at_once_is_said_to_be_on_its_way_until_it_is_drawn()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/receipts");
        var main = page.Locator("main");
        await Assertions.Expect(main).Not.ToHaveAttributeAsync("aria-busy", "true");
        using (Turns.Hold())
        {
            await page.Locator("nav a", new() { HasText = "My reviews" }).ClickAsync();
            await Assertions.Expect(main).ToHaveAttributeAsync("aria-busy", "true");
            await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("Receipts");
            await PictureAsync(page, "page-on-its-way");
        }

        await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("My reviews");
        await Assertions.Expect(main).Not.ToHaveAttributeAsync("aria-busy", "true");

        // So it is on the way back.
        await page.Locator("nav a", new() { HasText = "Overview" }).ClickAsync();
        await page.Locator("main h1", new() { HasText = "Mia" }).WaitForAsync();
        using (Turns.Hold())
        {
            await page.EvaluateAsync("history.back()");
            await Assertions.Expect(main).ToHaveAttributeAsync("aria-busy", "true");
        }

        await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("My reviews");
        await Assertions.Expect(main).Not.ToHaveAttributeAsync("aria-busy", "true");
    }

    [Fact]
    public async Task Another_filter_of_the_same_page_is_no_other_page()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync("Rob");
        await page.Clock.InstallAsync();
        using (Turns.Hold())
        {
            await page.Locator(".ws-facets a", new() { HasText = "Decided" }).ClickAsync();
            await page.Clock.FastForwardAsync(5_000);
            await Assertions.Expect(page.Locator("main")).Not.ToHaveAttributeAsync("aria-busy", "true");
        }

        await Assertions.Expect(page.GetByText("Nothing decided yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Whoever_goes_back_and_then_stays_waits_for_no_page()
    {
        await LaunchAsync();
        var page = await SignInAsync("Owen", Links.Campaign(1));
        await page.GetByRole(AriaRole.Link, new() { Name = "Close", Exact = true }).ClickAsync();
        await page.GetByLabel("Your conclusion").FillAsync("Access is as it should be.");
        await Assertions.Expect(page.Locator(".todo li", new() { HasText = "Your conclusion" })).ToHaveCountAsync(0);
        await page.Clock.InstallAsync();
        await page.EvaluateAsync("history.back()");
        var question = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(question).ToContainTextAsync("Leave without closing");
        await page.Clock.FastForwardAsync(5_000);
        await Assertions.Expect(page.Locator("main")).Not.ToHaveAttributeAsync("aria-busy", "true");
        await question.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(question).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByLabel("Your conclusion")).ToHaveValueAsync("Access is as it should be.");
    }

    private async Task LaunchAsync()
    {
        await App.World.PeopleAsync(["Rob"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant));
        await App.World.LaunchAsync("Mia");
    }
}
