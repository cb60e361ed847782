using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A selection decides what was seen when it was made: what was decided since, here or elsewhere, stands.</summary>
public sealed class SelectionJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task A_row_decided_by_itself_is_selected_no_more_and_stays_as_it_was_decided()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.OpenAsync("Consumer");
        await page.Account("Rob").GoToAsync();
        await page.Keyboard.PressAsync("x");
        await page.GetByRole(AriaRole.Button, new() { Name = "Select all 3 undecided" }).ClickAsync();
        await RevokeAsync(page, "Sami");
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("2 selected");
        await page.GetByRole(AriaRole.Button, new() { Name = "Certify the routine ones" }).ClickAsync();
        await page.HasDecidedAsync("2 of 3");
        await Assertions.Expect(page.Account("Sami").Locator(".verdict")).ToContainTextAsync("Revoked");
        await Assertions.Expect(page.Account("Tim").Locator(".verdict")).ToContainTextAsync("Certified");

        // Undone, it is not selected either.
        await page.Account("Rob").GoToAsync();
        await page.Keyboard.PressAsync("x");
        await page.Account("Rob").Locator("[data-do='certify']").ClickAsync();
        await page.HasDecidedAsync("3 of 3");
        await Assertions.Expect(page.GetByText("1 selected")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_row_that_another_window_decided_after_it_was_ticked_is_a_conflict_and_not_overwritten()
    {
        await LaunchAsync();
        var first = await SignInAsync("Mia", "/campaigns/1/review");
        await first.OpenAsync("Consumer");
        foreach (var name in new[] { "Sami", "Tim" })
        {
            await first.Account(name).Locator("input.pick").ClickAsync();
        }

        await Assertions.Expect(first.Locator(".ws-pick")).ToContainTextAsync("2 selected");

        var second = await SignInAsync("Mia", "/campaigns/1/review");
        await second.OpenAsync("Consumer");
        await RevokeAsync(second, "Tim");

        // The first window draws what the second did when it decides anything.
        await first.Account("Rob").Locator("[data-do='certify']").ClickAsync();
        await Assertions.Expect(first.Account("Tim").Locator(".verdict")).ToContainTextAsync("Revoked");
        await first.GetByRole(AriaRole.Button, new() { Name = "Certify the routine ones" }).ClickAsync();
        await Assertions.Expect(first.Locator(".ws-pick li")).ToContainTextAsync("Tim: You revoked this in another window.");
        await first.HasDecidedAsync("3 of 3");
        await Assertions.Expect(first.Account("Tim").Locator(".verdict")).ToContainTextAsync("Revoked");
        await Assertions.Expect(first.Account("Sami").Locator(".verdict")).ToContainTextAsync("Certified");
    }

    [Fact]
    public async Task Among_decided_rows_nothing_is_offered_that_would_select_none_of_them()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.OpenAsync("Consumer");
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("2 of 3");
        await page.Locator(".ws-facets a", new() { HasText = "Decided" }).ClickAsync();
        await page.HasPlaceAsync("Sami");
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("1 selected");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { NameString = "Select all" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Undo_right_after_a_selection_takes_all_of_it_back_and_on_a_row_gone_to_only_that_row()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await CertifyBothByKeyAsync(page);
        var undo = page.Locator(".ws-pick").GetByRole(AriaRole.Button, new() { NameString = "Undo 2" });
        await Assertions.Expect(undo.Locator("kbd")).ToBeVisibleAsync();
        await Assertions.Expect(page.Account("Tim").Locator(".undo kbd")).Not.ToBeVisibleAsync();
        await page.Keyboard.PressAsync("u");
        await page.HasDecidedAsync("0 of 3");
        await Assertions.Expect(page.Locator(".ws-pick")).ToHaveCountAsync(0);

        await CertifyBothByKeyAsync(page);
        await page.Keyboard.PressAsync("k");
        await page.HasPlaceAsync("Sami");
        await Assertions.Expect(undo.Locator("kbd")).Not.ToBeVisibleAsync();
        await page.Keyboard.PressAsync("u");
        await page.HasDecidedAsync("1 of 3");
        await Assertions.Expect(undo).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_selection_of_which_nothing_was_saved_says_why_and_offers_no_undo()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.OpenAsync("Consumer");
        await page.Line("Consumer").Locator("[data-do='revoke']").ClickAsync();
        await Assertions.Expect(page.Locator("#pick-why")).ToBeFocusedAsync();
        await page.NoteMessagesAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("Nothing was revoked");
        await Assertions.Expect(page.Locator(".ws-pick li").First).ToContainTextAsync("needs a reason");
        await Assertions.Expect(page.Locator(".ws-pick [data-do='undo-many']")).ToHaveCountAsync(0);
        await page.HasDecidedAsync("0 of 3");
        await page.HasShownNoMessageAsync();
    }

    [Fact]
    public async Task What_a_selection_left_is_named_with_its_group()
    {
        await App.World.PeopleAsync(["Sami", "Tim"]);
        await App.World.HeapAsync(new TestAccount("Sami", Groups: ["Growth"]), new TestAccount("Tim", Groups: ["Growth"]));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.OpenAsync("Growth");
        await page.Line("Growth").Locator("[data-do='revoke']").ClickAsync();
        await Assertions.Expect(page.Locator("#pick-why")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".ws-pick li b")).ToHaveTextAsync(["Sami, group Growth", "Tim, group Growth"]);
    }

    /// <summary>Selects Sami and Tim by key, which leaves the place on Tim, and certifies them.</summary>
    private static async Task CertifyBothByKeyAsync(IPage page)
    {
        if (await page.Account("Sami").CountAsync() == 0)
        {
            await page.OpenAsync("Consumer");
        }

        await page.Account("Sami").GoToAsync();
        await page.Keyboard.PressAsync("J");
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("2 selected");
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("2 of 3");
        await Assertions.Expect(page.Locator(".ws")).ToHaveAttributeAsync("data-just", "");
        await page.HasPlaceAsync("Tim");
    }

    [Fact]
    public async Task A_reason_given_before_revokes_a_selection_by_one_key()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.OpenAsync("Consumer");
        await RevokeAsync(page, "Rob");
        foreach (var name in new[] { "Sami", "Tim" })
        {
            await page.Account(name).Locator("input.pick").ClickAsync();
        }

        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("2 selected");
        await page.Account("Tim").GoToAsync();
        await page.Keyboard.PressAsync("r");
        await Assertions.Expect(page.Locator("#pick-why")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator(".ws-pick form li")).ToHaveTextAsync(["1Works elsewhere now"]);
        await PictureAsync(page, "workspace-selection-reason");
        await page.Keyboard.PressAsync("1");
        await page.HasDecidedAsync("3 of 3");
        await Assertions.Expect(page.Account("Sami").Locator(".verdict")).ToContainTextAsync("Revoked");
        await Assertions.Expect(page.Account("Tim").Locator(".verdict")).ToContainTextAsync("Revoked");
    }

    [Fact]
    public async Task The_reason_of_one_selection_is_none_of_the_next_and_Esc_leaves_its_box_and_keeps_what_is_selected()
    {
        await App.World.PeopleAsync(["Ann", "Bob", "Cid", "Dora"], left: ["Cid"]);
        await App.World.HeapAsync(
            new TestAccount("Ann", Findings: Finding.Dormant), new TestAccount("Bob", Findings: Finding.Dormant), new TestAccount("Cid", Findings: Finding.Left), new TestAccount("Dora", Findings: Finding.Dormant));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await AskForAsync(page, "Ann", "Bob");
        await page.Keyboard.TypeAsync("Left the project");
        await page.Keyboard.PressAsync("Enter");
        await page.HasDecidedAsync("2 of 4");

        await AskForAsync(page, "Cid", "Dora");
        await Assertions.Expect(page.Locator("#pick-why")).ToHaveValueAsync("");
        await page.Keyboard.TypeAsync("Not used");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#pick-why")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("2 selected");
        await Assertions.Expect(page.Account("Dora")).ToBeFocusedAsync();

        // Without a reason only what is recommended is revoked.
        await page.Keyboard.PressAsync("r");
        await Assertions.Expect(page.Locator("#pick-why")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.HasDecidedAsync("3 of 4");
        await Assertions.Expect(page.Account("Cid").Locator(".verdict")).ToContainTextAsync("Revoked");
        await Assertions.Expect(page.Account("Dora").Locator(".choose")).ToHaveCountAsync(2);
    }

    /// <summary>Ticks them, and opens the box for their one reason by key from the last.</summary>
    private static async Task AskForAsync(IPage page, params string[] names)
    {
        foreach (var name in names)
        {
            await page.Account(name).Locator("input.pick").ClickAsync();
        }

        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync($"{names.Length} selected");
        await page.Account(names[^1]).GoToAsync();
        await page.Keyboard.PressAsync("r");
        await Assertions.Expect(page.Locator("#pick-why")).ToBeFocusedAsync();
    }

    private static async Task RevokeAsync(IPage page, string name)
    {
        await page.Account(name).Locator("[data-do='revoke']").ClickAsync();
        await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Works elsewhere now");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Account(name).Locator(".verdict")).ToContainTextAsync("Revoked");
    }

    /// <summary>Three accounts before Mia: Rob is dormant, Sami and Tim are routine and one line.</summary>
    private async Task LaunchAsync()
    {
        await App.World.PeopleAsync(["Rob", "Sami", "Tim"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Sami"), new TestAccount("Tim"));
        await App.World.LaunchAsync("Mia");
    }
}
