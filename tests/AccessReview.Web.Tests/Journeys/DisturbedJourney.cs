using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.SignIn;
using AccessReview.Core.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A reviewer's work with everything that goes wrong around it: nothing acknowledged is lost, and the page says what is so.</summary>
public sealed class DisturbedJourney(TheBrowser browser) : BehindACable(browser)
{
    [Fact]
    public async Task A_lost_connection_and_a_held_database_keep_every_decision_and_say_what_becomes_of_a_selection()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review?item=3");
        await Focused(page, "Sami");
        await page.Keyboard.PressAsync("x");
        await page.Keyboard.PressAsync("J");
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("2 selected");

        // While the connection is lost a decision waits in the browser; an act on a selection does not, and the page says so.
        await CutAsync(page);
        await page.Keyboard.PressAsync("c");
        await Row(page, "Rob").GetByRole(AriaRole.Button, new() { Name = "Certify" }).ClickAsync();
        await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("1 not saved yet");
        await MendAsync(page);
        await HasFocusAsync(page, "Sami");
        await Assertions.Expect(page.GetByText("2 rows are still selected and not decided").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync("1 of 4");
        Assert.Equal(1, await DecisionsAsync());
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync("3 of 4");

        // A database that another program holds: said once, and saved when it is let go.
        await Row(page, "Vera").GoToAsync();
        await Focused(page, "Vera");
        await using (await HoldAsync())
        {
            await page.Keyboard.PressAsync("r");
            await Assertions.Expect(page.GetByText("Another program holds the database").First).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("1 not saved yet, trying again");
        }

        await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync("4 of 4");
        await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("Saved");
        Assert.Equal(4, await DecisionsAsync());
    }

    [Fact]
    public async Task After_a_restart_and_a_night_what_was_not_saved_is_sent_and_a_lost_selection_is_said()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review?item=2");
        await Focused(page, "Rob");

        // The server is restarted in the middle of the work, as for a new version.
        await CutAsync(page);
        await page.Keyboard.PressAsync("c");
        await RestartAsync();
        await HasFocusAsync(page, "Sami");
        await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("Saved");
        await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync("1 of 4");
        Assert.Equal(1, await DecisionsAsync());

        // The browser comes back after a night: page and session are over, a selection is lost, a decision is not.
        await Row(page, "Sami").GoToAsync();
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("1 selected");
        await CutAsync(page);
        await Row(page, "Tim").GetByRole(AriaRole.Button, new() { Name = "Certify" }).ClickAsync();
        await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("1 not saved yet");
        await RestartAsync(later: TimeSpan.FromHours(12));
        await Assertions.Expect(page.GetByText("Your session is over")).ToBeVisibleAsync();
        await page.Locator("input[name='search']").FillAsync("Mia");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await page.Locator(".people button").First.ClickAsync();
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("your selection of 1 row");
        await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("Saved");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ws-pick")).ToHaveCountAsync(0);
        Assert.Equal(2, await DecisionsAsync());
    }

    [Fact]
    public async Task A_decision_in_a_session_that_was_ended_is_kept_and_saved_once_its_person_has_signed_in_again()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review?item=2");
        await Focused(page, "Rob");
        (await App.Get<EndSessions>().RunAsync(Guid.NewGuid(), App.World.As("Ada"), App.World["Mia"], CancellationToken.None)).Require();
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.GetByText("Your session is over")).ToBeVisibleAsync();
        Assert.Equal(0, await DecisionsAsync());
        await page.Locator("input[name='search']").FillAsync("Mia");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await page.Locator(".people button").First.ClickAsync();
        await page.HasDecidedAsync("1 of 4");
        Assert.Equal(1, await DecisionsAsync());
    }

    [Fact]
    public async Task A_clock_that_is_set_back_under_an_open_list_stops_no_decision_and_the_record_s_time_does_not_go_back()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review?item=2");
        await Focused(page, "Rob");
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("1 of 4");
        App.Clock.Advance(TimeSpan.FromHours(-2));
        await Focused(page, "Sami");
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("2 of 4");
        await page.GotoAsync("/campaigns/1/review?item=1");
        await Focused(page, "Vera");
        await page.Keyboard.PressAsync("r");
        await page.HasDecidedAsync("3 of 4");

        await using var db = App.Get<Databases>().CreateDbContext();
        var at = await db.Decisions.OrderBy(d => d.EventSeq).Select(d => d.At).ToListAsync();
        Assert.Equal(3, at.Count);
        Assert.Equal(at.Order(), at);
        Assert.True(App.Clock.GetUtcNow().UtcDateTime < at[0]);
    }

    [Fact]
    public async Task A_session_of_a_while_ago_opens_its_pages_while_another_program_holds_the_database()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/my-reviews");
        App.Clock.Advance(Sessions.SeenEvery + TimeSpan.FromMinutes(1));
        await using (await HoldAsync())
        {
            foreach (var address in new[] { "/my-reviews", "/campaigns/1/review?item=3", "/my-reviews" })
            {
                Assert.True((await page.GotoAsync(address))!.Ok, address);
                await SettledAsync(page);
            }
        }
    }

    [Fact]
    public async Task Over_a_slow_line_the_address_names_the_row_in_focus_and_not_the_one_decided_before()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review?item=2");
        await Focused(page, "Rob");
        Line.Slow(TimeSpan.FromMilliseconds(150));
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("1 of 4");

        // What the server has said of the row in focus it has said after whatever it had to say of the one before.
        await Assertions.Expect(page.Locator(".ws-story h2")).ToHaveTextAsync("Sami");
        await Assertions.Expect(page.Locator(".nav a.to", new() { HasText = "My reviews" }).Locator("b")).ToHaveTextAsync("3");
        Assert.EndsWith("?item=3", page.Url, StringComparison.Ordinal);
        await page.ReloadAsync();
        await Focused(page, "Sami");
    }

    [Fact]
    public async Task Letters_typed_while_a_dialog_is_on_its_way_decide_no_row()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review?item=2");
        await Focused(page, "Rob");
        Line.Slow(TimeSpan.FromMilliseconds(150));
        foreach (var key in new[] { "h", "c", "h" })
        {
            await page.Keyboard.PressAsync(key);
        }

        await Assertions.Expect(page.Locator(".mud-dialog h2")).ToHaveTextAsync("Hand over Rob");
        await page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        await page.HasDecidedAsync("0 of 4");
    }

    [Fact]
    public async Task While_the_connection_is_lost_no_other_rows_story_stands_beside_a_row_and_what_is_not_saved_stays_in_sight()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review?item=2");
        await Assertions.Expect(page.Locator(".ws-story h2")).ToHaveTextAsync("Rob");
        await CutAsync(page);
        await page.Keyboard.PressAsync("c");
        await Focused(page, "Sami");
        await Assertions.Expect(page.Locator(".ws-story h2")).Not.ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".ws-story .call")).Not.ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("1 not saved yet");
        Assert.True(await page.Locator(".saved").EvaluateAsync<bool>("at => { const box = at.getBoundingClientRect(); return at.contains(document.elementFromPoint(box.right - 4, box.top + box.height / 2)); }"));

        // Back on a row whose story is still there, it is shown again; and that of another comes with the connection.
        await page.Keyboard.PressAsync("k");
        await Assertions.Expect(page.Locator(".ws-story h2")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator(".ws-story h2")).Not.ToBeVisibleAsync();
        await MendAsync(page);
        await Assertions.Expect(page.Locator(".ws-story h2")).ToHaveTextAsync("Sami");
        await Assertions.Expect(page.Locator(".ws-story h2")).ToBeVisibleAsync();
    }

    private static ILocator Row(IPage page, string name) => page.Locator(".ws-list .item[data-account]", new() { HasText = name });

    private static Task Focused(IPage page, string name) => Assertions.Expect(page.Locator(".ws-list .item[tabindex='0'] .n")).ToContainTextAsync(name);

    private static Task HasFocusAsync(IPage page, string name) => Assertions.Expect(page.Locator(".ws-list .item:focus .n")).ToContainTextAsync(name);

    /// <summary>Four items before Mia: Vera has left, Rob is dormant, Sami and Tim are routine.</summary>
    private async Task LaunchAsync()
    {
        await App.World.PeopleAsync(["Vera", "Rob", "Sami", "Tim"], left: ["Vera"]);
        await App.World.HeapAsync(
            new TestAccount("Vera", Findings: Finding.Left), new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Sami", Role: "Analyst"), new TestAccount("Tim"));
        await App.World.LaunchAsync("Mia");
    }
}
