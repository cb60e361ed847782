using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A privileged account certified without a look is offered for a second one before the signature.</summary>
public sealed class SecondLookJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task The_rows_of_a_second_look_are_a_list_that_is_found_again_until_the_reviewer_signs()
    {
        await App.World.PeopleAsync(["Zoe", "Rob", "Una"]);
        await App.World.HeapAsync(new TestAccount("Zoe", Role: "Admin", Findings: Finding.Privileged), new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Una", Findings: Finding.Dormant));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync("Zoe");
        await CertifyAsync(page, "Runs Heap");
        await page.HasPlaceAsync("Rob");
        await page.Keyboard.PressAsync("c");
        await page.HasPlaceAsync("Una");
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("3 of 3");

        // Not answered, it is offered again.
        var sign = page.GetByRole(AriaRole.Button, new() { Name = "Sign off 3" });
        var look = page.Locator(".mud-dialog .look li");
        await sign.ClickAsync();
        await Assertions.Expect(look).ToHaveTextAsync("Zoe certified");
        await page.GetByRole(AriaRole.Button, new() { Name = "Not yet" }).ClickAsync();
        await Assertions.Expect(look).ToHaveCountAsync(0);
        await sign.ClickAsync();
        await Assertions.Expect(look).ToHaveTextAsync("Zoe certified");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at them first" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ws-list .item .n > span:first-child")).ToHaveTextAsync(["Zoe"]);

        // Loaded anew, and taken back, the row is still there to be decided.
        await page.ReloadAsync();
        await page.HasPlaceAsync("Zoe");
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("u");
        await page.HasDecidedAsync("2 of 3");
        await page.HasPlaceAsync("Zoe");
        await CertifyAsync(page, "Runs Heap with Rob");
        await page.HasDecidedAsync("3 of 3");
        await sign.ClickAsync();
        await Assertions.Expect(page.Locator(".mud-dialog blockquote")).ToContainTextAsync("3 items");
        await Assertions.Expect(look).ToHaveCountAsync(0);
    }

    private static async Task CertifyAsync(IPage page, string reason)
    {
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
        await page.Locator("#why-text").FillAsync(reason);
        await page.Keyboard.PressAsync("Enter");
    }
}
