using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A reviewer gives items to somebody who knows better, and goes on where they were.</summary>
public sealed class HandOverJourney(TheBrowser browser) : Journey(browser)
{
    private const string Reason = "Knows what it is used for";

    [Fact]
    public async Task A_refused_hand_over_keeps_what_was_typed_and_one_that_is_done_leads_to_the_next_row_and_is_told_to_whoever_got_it()
    {
        await App.World.PeopleAsync(["Rob", "Una", "Vic", "Zoe"]);
        await App.World.HeapAsync(
            new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Una", Findings: Finding.Dormant),
            new TestAccount("Vic", Findings: Finding.Dormant), new TestAccount("Zoe", Findings: Finding.Dormant));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review?item=2");
        await page.HasPlaceAsync("Una");

        // Nobody is given their own access: the dialog says so and keeps what was typed.
        await page.GetByRole(AriaRole.Button, new() { Name = "Hand over" }).ClickAsync();
        var dialog = await page.DialogAsync();

        // What is missing is said beside each field.
        await dialog.GetByLabel("Why").PressAsync("Enter");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToHaveTextAsync(["Choose who gets it.", "Say why, in at least 3 characters."]);
        await page.ChooseAsync(dialog.GetByLabel("To", new() { Exact = true }), "Una");
        await dialog.GetByLabel("Why").FillAsync(Reason);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Hand over" }).ClickAsync();
        await Assertions.Expect(dialog).ToContainTextAsync("their own access");
        await Assertions.Expect(dialog.GetByLabel("Why")).ToHaveValueAsync(Reason);

        await page.ChooseAsync(dialog.GetByLabel("To", new() { Exact = true }), "Noa");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Hand over" }).ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await Assertions.Expect(page.Account("Una")).ToHaveCountAsync(0);
        await page.HasPlaceAsync("Vic");
        await Assertions.Expect(page.Locator(".ws-story h2")).ToHaveTextAsync("Vic");

        // The next one that is given away is the next row.
        await page.GetByRole(AriaRole.Button, new() { Name = "Hand over" }).ClickAsync();
        await Assertions.Expect(dialog.Locator("h2")).ToHaveTextAsync("Hand over Vic");

        // The list would hide the fields below: it opens when it is asked for. Escape closes it first, and then the dialog.
        await page.DialogAsync();
        await Assertions.Expect(page.Locator(".mud-popover-open .mud-list-item")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator(".mud-popover-open .mud-list-item")).Not.ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".mud-popover-open .mud-list-item")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);

        var other = await SignInAsync("Noa", "/campaigns/1/review");
        await other.HasPlaceAsync("Una");
        await Assertions.Expect(other.Locator(".ws-story")).ToContainTextAsync($"handed over by Mia: “{Reason}”");
    }
}
