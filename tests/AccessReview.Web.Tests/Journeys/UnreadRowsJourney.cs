using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Rows that cannot be read while somebody scrolls to them: the page says so, keeps what was typed, and reads them once they can be.</summary>
public sealed class UnreadRowsJourney(TheBrowser browser) : Journey(browser, interceptor: Turns)
{
    private const string Sentence = "Rows of this list cannot be read just now";
    private static readonly TroubledTable Turns = new("ReviewTurns");

    [Fact]
    public async Task Rows_that_cannot_be_read_are_said_and_read_again_and_nothing_that_was_typed_is_lost()
    {
        string[] names = [.. Enumerable.Range(100, 180).Select(i => $"Rob{i}")];
        await App.World.PeopleAsync(names);
        await App.World.HeapAsync([.. names.Select(n => new TestAccount(n, Findings: Finding.Dormant))]);
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync("Rob100");
        await page.Keyboard.PressAsync("r");
        await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Works elsewhere now");

        // With nothing else that reads again, who asks for the rows gets them once they can be read.
        App.Clock.LeavesOutIntervals = true;
        Turns.Failure = new SqliteException("database is locked", 5);
        await ScrollAsync(page, "list.scrollHeight");
        await Assertions.Expect(page.Locator(".ws > header [role='alert']")).ToContainTextAsync(Sentence);
        await Assertions.Expect(page.Locator(".ws-list .skel").First).ToBeVisibleAsync();
        await AccessibleAsync(page);
        await PictureAsync(page, "workspace-unread");

        Turns.Failure = null;
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await ReadAsync(page, "Rob279");

        // Rows not seen yet, which nobody asks for, are read by themselves.
        App.Clock.LeavesOutIntervals = false;
        Turns.Failure = new SqliteException("database is locked", 5);
        await ScrollAsync(page, "list.scrollHeight / 2");
        await Assertions.Expect(page.Locator(".ws > header [role='alert']")).ToContainTextAsync(Sentence);
        Turns.Failure = null;
        await ReadAsync(page, "Rob190");

        await ScrollAsync(page, "0");
        await Assertions.Expect(page.Locator("#why-text")).ToHaveValueAsync("Works elsewhere now");
        await page.Locator("#why-text").PressAsync("Enter");
        await page.HasDecidedAsync("1 of 180");
    }

    private static async Task ReadAsync(IPage page, string account)
    {
        await Assertions.Expect(page.Locator(".ws > header [role='alert']")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Assertions.Expect(page.Account(account)).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".ws-list .skel")).ToHaveCountAsync(0);
    }

    private static Task ScrollAsync(IPage page, string to) => page.Locator(".ws-list").EvaluateAsync($"list => {{ list.scrollTop = {to}; }}");
}
