using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Keys held too long, pressed too early or pressed twice decide what the reviewer sees, and nothing else.</summary>
public sealed class ReviewKeysJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task A_key_held_down_decides_one_row_certifies_no_line_it_opened_and_is_no_text()
    {
        var page = await LaunchAsync();
        await page.Account("Rob").GoToAsync();
        await HoldAsync(page, "c");
        await page.HasPlaceAsync("Una");

        await page.Line("Consumer").GoToAsync();
        await page.Keyboard.DownAsync("c");
        await Assertions.Expect(page.Line("Consumer")).ToHaveAttributeAsync("data-open", "1");
        await HoldAsync(page, "c");

        // What was sent before a decision is stored before it.
        await page.Account("Una").GoToAsync();
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("2 of 8");
        Assert.Equal(["Rob", "Una"], await CertifiedAsync());

        await page.Account("Zoe").GoToAsync();
        await page.Keyboard.DownAsync("c");
        await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
        await HoldAsync(page, "c");
        await page.Keyboard.TypeAsync("ccc");
        await Assertions.Expect(page.Locator("#why-text")).ToHaveValueAsync("ccc");
        await page.Keyboard.PressAsync("Escape");

        // Moving goes on while the key is down.
        await HoldAsync(page, "j", 3);
        await page.HasPlaceAsync("Vic");
    }

    [Fact]
    public async Task Undo_takes_a_selection_back_though_none_of_its_rows_is_drawn()
    {
        var page = await LaunchAsync();
        await page.Account("Rob").GoToAsync();
        await CertifyAllAsync(page);
        await page.Keyboard.PressAsync("u");
        await page.HasDecidedAsync("0 of 8");

        // But on a line of it, what the line says and no more.
        await page.Account("Rob").GoToAsync();
        await CertifyAllAsync(page);
        await page.Line("Analyst").GoToAsync();
        await page.Keyboard.PressAsync("u");
        await page.HasDecidedAsync("2 of 8");
        await Assertions.Expect(page.Locator(".conflict")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Undo_on_a_line_takes_the_lines_own_act_back_and_not_what_was_decided_of_one_name_before()
    {
        var page = await LaunchAsync();
        await page.OpenAsync("Consumer");
        await page.Account("Sami").Locator("[data-do='revoke']").ClickAsync();
        await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Works elsewhere now");
        await page.Keyboard.PressAsync("Enter");
        await page.HasDecidedAsync("1 of 8");
        await page.Line("Consumer").GoToAsync();
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("2 of 8");
        await Assertions.Expect(page.Line("Consumer").Locator(".verdict")).ToHaveTextAsync("1 certified, 1 revoked");
        await Assertions.Expect(page.Line("Consumer").Locator(".verdict .ok")).ToHaveTextAsync("1 certified");
        await Assertions.Expect(page.Line("Consumer").Locator(".verdict .no")).ToHaveTextAsync("1 revoked");
        await page.Line("Consumer").Locator("[data-do='undo']").ClickAsync();
        await page.HasDecidedAsync("1 of 8");
        await Assertions.Expect(page.Account("Sami").Locator(".verdict")).ToContainTextAsync("Revoked");
        await Assertions.Expect(page.Account("Tim").Locator(".choose")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Undo_on_a_line_that_went_with_its_accounts_says_why_it_cannot_be_and_what_is_decided_next_is_saved()
    {
        await App.World.PeopleAsync(["Rob", "Sami", "Tim"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Sami", Groups: ["Growth"]), new TestAccount("Tim", Groups: ["Growth"]));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.OpenAsync("Consumer");
        foreach (var (name, counts) in new[] { ("Sami", "2 of 5"), ("Tim", "4 of 5") })
        {
            await page.Account(name).Locator("[data-do='revoke']").ClickAsync();
            await page.Locator("#why-text").FillAsync("Works elsewhere now");
            await page.Keyboard.PressAsync("Enter");
            await page.HasDecidedAsync(counts);
        }

        await Assertions.Expect(page.Line("Growth").Locator(".verdict")).ToHaveTextAsync("Revoked 2");
        await page.Line("Growth").GoToAsync();
        await page.Keyboard.PressAsync("u");
        await Assertions.Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("This went with its account. It comes back when the account's revoke is undone.");
        await page.Account("Rob").GoToAsync();
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("5 of 5");
    }

    [Fact]
    public async Task A_command_that_names_no_row_is_not_sent_again_for_ever()
    {
        var page = await LaunchAsync();
        await page.EvaluateAsync("outbox => sessionStorage.setItem(outbox, JSON.stringify([{ id: crypto.randomUUID(), type: 'undo', seq: null, batch: true }]))", WorkspaceSteps.Outbox(App.World["Mia"]));
        await page.ReloadAsync();
        await page.HasPlaceAsync("Zoe");
        await page.Account("Rob").GoToAsync();
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("1 of 8");
    }

    [Fact]
    public async Task The_answer_to_a_line_leaves_the_focus_to_whoever_types_in_the_filter_meanwhile()
    {
        var page = await LaunchAsync();
        await page.OpenAsync("Consumer");
        await page.EvaluateAsync("""
            () => ['c', '/'].forEach(key => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))
            """);
        await page.HasDecidedAsync("2 of 8");
        await page.HasPlaceAsync("Analyst");
        await Assertions.Expect(page.Locator(".ws-search input")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_row_that_leaves_the_list_gives_its_place_to_the_next_which_the_next_key_is_for()
    {
        var page = await LaunchAsync();
        foreach (var name in new[] { "Una", "Vic", "Rob" })
        {
            await page.Account(name).GoToAsync();
            await page.Keyboard.PressAsync("c");
        }

        await page.HasDecidedAsync("3 of 8");
        await page.Locator(".ws-facets a", new() { HasText = "Decided" }).ClickAsync();
        await page.HasPlaceAsync("Rob");
        await page.Keyboard.PressAsync("u");
        await page.HasPlaceAsync("Una");
        await Assertions.Expect(page.Account("Una")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("u");
        await page.HasPlaceAsync("Vic");
        await page.HasDecidedAsync("1 of 8");

        // The last one leaves nobody to take its place.
        await page.Keyboard.PressAsync("u");
        await Assertions.Expect(page.GetByText("Nothing decided yet")).ToBeVisibleAsync();
        await page.HasDecidedAsync("0 of 8");
    }

    [Fact]
    public async Task What_was_typed_for_a_revoke_stands_in_no_question_and_in_no_other_decision()
    {
        var page = await LaunchAsync();
        await page.Account("Zoe").GoToAsync();
        await page.Keyboard.PressAsync("r");
        await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Dismissed on Friday, does not know yet");
        await page.Keyboard.PressAsync("Escape");
        await BoxAsync(page, "q", "Do you still need this access, and what for?");
        await BoxAsync(page, "c", "");
        await BoxAsync(page, "r", "Dismissed on Friday, does not know yet");
    }

    [Fact]
    public async Task A_question_left_open_for_as_long_as_somebody_likes_is_asked_once_and_its_answer_is_kept()
    {
        var page = await LaunchAsync();
        await App.World.LaunchedWithAsync(new Policy { BulkAsksAbove = 1 });
        await page.Clock.InstallAsync();
        await page.ReloadAsync();
        await page.OpenAsync("Consumer");
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Locator(".mud-dialog")).ToContainTextAsync("Certify 2 items: 2 Consumer?");
        await page.Clock.FastForwardAsync(21_000);
        await page.Clock.FastForwardAsync(4_000);
        await page.Locator(".mud-dialog .btn.pri").ClickAsync();
        await page.HasDecidedAsync("2 of 8");
        await Assertions.Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".ws > [aria-live]")).ToHaveTextAsync("2 certified.");
        Assert.Equal(["Sami", "Tim"], await CertifiedAsync());
    }

    /// <summary>The key goes down, is repeated as by a hand that rests on it, and comes up.</summary>
    private static async Task HoldAsync(IPage page, string key, int times = 6)
    {
        for (var i = 0; i < times; i++)
        {
            await page.Keyboard.DownAsync(key);
        }

        await page.Keyboard.UpAsync(key);
    }

    private static async Task CertifyAllAsync(IPage page)
    {
        await page.Keyboard.PressAsync("x");
        await page.GetByRole(AriaRole.Button, new() { Name = "Select all 8 undecided" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("8 selected");
        await page.GetByRole(AriaRole.Button, new() { Name = "Certify the routine ones" }).ClickAsync();
        await page.HasDecidedAsync("4 of 8");
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("4 left as they were");
        await Assertions.Expect(page.Locator(".ws > [aria-live]")).ToHaveTextAsync("4 saved, 4 left.");
    }

    private static async Task BoxAsync(IPage page, string key, string holds)
    {
        await Assertions.Expect(page.Locator("#why-text")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync(key);
        await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#why-text")).ToHaveValueAsync(holds);
        await page.Keyboard.PressAsync("Escape");
    }

    private async Task<List<string>> CertifiedAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        return await (from turn in db.ReviewTurns
                      where turn.State == TurnState.Certified
                      join item in db.ReviewItems on turn.ItemId equals item.Id
                      join record in db.AccountRecords on item.AccountRecordId equals record.Id
                      orderby record.Name
                      select record.Name).ToListAsync();
    }

    /// <summary>Eight accounts before Mia: Zoe administers, Rob, Una and Vic are dormant, and two lines of two are routine.</summary>
    private async Task<IPage> LaunchAsync()
    {
        await App.World.PeopleAsync(["Zoe", "Rob", "Una", "Vic", "Sami", "Tim", "Ana", "Ben"]);
        await App.World.HeapAsync(
            new TestAccount("Zoe", Role: "Admin", Findings: Finding.Privileged),
            new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Una", Findings: Finding.Dormant), new TestAccount("Vic", Findings: Finding.Dormant),
            new TestAccount("Sami"), new TestAccount("Tim"), new TestAccount("Ana", Role: "Analyst"), new TestAccount("Ben", Role: "Analyst"));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync("Zoe");
        return page;
    }
}
