using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A reviewer without a mouse: a dialog is written into as it opens, and what it leaves leads back to the row.</summary>
public sealed class FocusJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task A_view_is_named_as_its_dialog_opens_saved_by_enter_and_forgotten_and_the_row_has_the_focus_again()
    {
        var page = await LaunchAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save this view" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".mud-dialog #confirm-reason")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter"); // nothing is saved without a name
        await page.Keyboard.TypeAsync("Mine");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".ws-facets .view a")).ToHaveTextAsync("Mine");

        await page.GetByRole(AriaRole.Button, new() { Name = "Forget the view Mine" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".ws-facets .view")).ToHaveCountAsync(0);
        await HasFocusAsync(page, "Rob");

        await page.Keyboard.PressAsync("x");
        await page.GetByRole(AriaRole.Button, new() { NameString = "Select all" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("3 selected");
        await HasFocusAsync(page, "Rob");
    }

    [Fact]
    public async Task A_key_hands_the_row_over_and_another_signs_off_and_neither_leaves_the_reviewer_nowhere()
    {
        var page = await LaunchAsync();
        await page.Keyboard.PressAsync("j");
        await HasFocusAsync(page, "Una");
        await page.Keyboard.PressAsync("h");
        var dialog = page.Locator(".mud-dialog");
        await Assertions.Expect(dialog.Locator("h2")).ToHaveTextAsync("Hand over Una");
        var group = dialog.GetByLabel("And its group, before you and not decided");
        await Assertions.Expect(group).ToBeCheckedAsync();
        await page.ChooseAsync(dialog.GetByLabel("To", new() { Exact = true }), "Noa");
        await group.UncheckAsync();
        await dialog.GetByLabel("Why").FillAsync("Knows what it is used for");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await Assertions.Expect(page.Account("Una")).ToHaveCountAsync(0);
        await HasFocusAsync(page, "Growth");

        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("1 of 2");
        await page.HasPlaceAsync("Rob");
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("2 of 2");
        await page.Keyboard.PressAsync("s");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Not yet" })).ToBeFocusedAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "I sign this" }).ClickAsync();
        await Assertions.Expect(page.Locator(".signed")).ToContainTextAsync("Signed off");
        await Assertions.Expect(page.Locator(".ws h1, .ws-list .item").And(page.Locator(":focus"))).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Where_nothing_is_left_to_decide_the_key_to_hand_over_does_nothing_and_the_one_to_sign_off_still_does()
    {
        var page = await LaunchAsync();
        for (var decided = 1; decided <= 3; decided++)
        {
            await page.Keyboard.PressAsync("c");
            await page.HasDecidedAsync($"{decided} of 3");
        }

        // Read anew, the list is empty.
        await page.Locator(".ws-facets").GetByRole(AriaRole.Link, new() { Name = "Person", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing left to decide" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("h");
        await page.Keyboard.PressAsync("s");
        await Assertions.Expect(page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "I sign this" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task After_a_decision_the_next_row_has_the_focus_and_after_a_reload_still()
    {
        var page = await LaunchAsync();
        await page.Keyboard.PressAsync("j");
        await HasFocusAsync(page, "Una");
        await page.Keyboard.PressAsync("c");
        await HasFocusAsync(page, "Growth");
        await page.HasDecidedAsync("1 of 3");
        await page.IsAtAsync("/campaigns/1/review?item=3");
        await page.ReloadAsync();
        await HasFocusAsync(page, "Growth");
    }

    [Fact]
    public async Task A_number_is_said_to_use_a_reason_again_only_while_it_would()
    {
        var page = await LaunchAsync();
        await RevokeAsync(page, "Rob");
        await page.Keyboard.TypeAsync("Works elsewhere now");
        await page.Keyboard.PressAsync("Enter");
        await page.HasDecidedAsync("1 of 3");

        await RevokeAsync(page, "Una");
        var again = page.Locator(".ws-why .again");
        await Assertions.Expect(again).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("Works");
        await Assertions.Expect(again).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Escape");

        // A draft stands in the box when it is opened again: a number goes on with it.
        await RevokeAsync(page, "Una");
        await Assertions.Expect(page.Locator("#why-text")).ToHaveValueAsync("Works");
        await Assertions.Expect(again).ToBeHiddenAsync();
    }

    private static async Task RevokeAsync(IPage page, string name)
    {
        await page.Account(name).GoToAsync();
        await page.Keyboard.PressAsync("r");
        await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
    }

    private static Task HasFocusAsync(IPage page, string words) => Assertions.Expect(page.Locator(".ws-list .item:focus .n")).ToContainTextAsync(words);

    /// <summary>Three items before Mia: Rob is dormant, and so is Una, who is in a group.</summary>
    private async Task<IPage> LaunchAsync()
    {
        await App.World.PeopleAsync(["Rob", "Una"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Una", Findings: Finding.Dormant, Groups: ["Growth"]));
        await App.World.LaunchAsync("Mia", (_, _) => "Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync("Rob");
        return page;
    }
}
