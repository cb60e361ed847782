using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using AccessReview.Core.Tests.Journeys;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A line of routine rows that was certified and could not be sent at once: what was shown is certified, once, or the page says that it was not.</summary>
public sealed class DisturbedLinesJourney(TheBrowser browser) : BehindACable(browser)
{
    [Fact]
    public async Task A_line_certified_while_the_connection_was_lost_is_certified_by_the_page_that_comes_after_a_restart()
    {
        var page = await OpenedAsync("/campaigns/1/review", "Sami", "Tim");
        await CutAsync(page);
        await page.Keyboard.PressAsync("c");
        await RestartAsync();
        await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync("2 of 3");
        await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("Saved");
        Assert.Equal(2, await DecisionsAsync());
    }

    [Fact]
    public async Task A_line_that_was_certified_and_whose_answer_was_lost_is_said_to_be_certified()
    {
        var page = await OpenedAsync("/campaigns/1/review", "Sami", "Tim");
        Line.LoseAnswers();
        await page.Keyboard.PressAsync("c");
        await DecidedAsync(2);
        await CutAsync(page);
        await RestartAsync();
        await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync("2 of 3");
        await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("Saved");
        await Assertions.Expect(page.Locator(".ws [aria-live]")).ToHaveTextAsync("2 certified.");
        Assert.Equal(2, await DecisionsAsync());
    }

    [Fact]
    public async Task A_line_that_waits_is_certified_as_it_was_shown_though_the_filter_has_become_another()
    {
        var page = await OpenedAsync("/campaigns/1/review?q=sa", "Sami", "Sara", "Tim");
        await using (await HoldAsync())
        {
            await page.Keyboard.PressAsync("c");
            await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("1 not saved yet, trying again");
            await page.GetByRole(AriaRole.Link, new() { Name = "Clear the filter" }).ClickAsync();
            await Assertions.Expect(page.Locator("[data-routine-line]")).ToContainTextAsync("3 accounts");
        }

        await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("Saved");
        await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync("2 of 4");
        Assert.Equal(2, await DecisionsAsync());
    }

    [Fact]
    public async Task A_line_that_was_decided_elsewhere_while_it_waited_is_refused_and_the_page_says_so()
    {
        var page = await OpenedAsync("/campaigns/1/review", "Sami", "Tim");
        await CutAsync(page);
        await page.Keyboard.PressAsync("c");
        await new Reviewers(App.Services, 1).DecideAllAsync(new HashSet<string>());
        await RestartAsync();
        await Assertions.Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("Nothing was certified");
        await Assertions.Expect(page.Locator(".saved")).ToHaveTextAsync("Everything is saved");
        Assert.Equal(3, await DecisionsAsync());
    }

    [Fact]
    public async Task A_line_that_waits_is_not_certified_in_another_campaign()
    {
        await LaunchAsync("Sami", "Tim");
        await App.World.LaunchAsync("Mia", number: 2);
        var page = await SignInAsync("Mia", "/campaigns/2/review");
        await ShowNamesAsync(page);
        await using (await HoldAsync())
        {
            await page.Keyboard.PressAsync("c");
            await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("1 not saved yet, trying again");
            await page.Locator("a.crumb").ClickAsync();
            await page.Locator("main a[href='/campaigns/1/review']").First.ClickAsync();
            await page.HasPlaceAsync("Rob");
            await Assertions.Expect(page.Locator(".saved")).ToHaveTextAsync("1 not saved yet in another of your reviews: open it");
        }

        await page.Locator(".saved").GetByRole(AriaRole.Link, new() { Name = "open it" }).ClickAsync();
        await page.HasDecidedAsync("2 of 3");
        await page.EvaluateAsync("Blazor.navigateTo('/campaigns/1/review')");
        await page.HasDecidedAsync("0 of 3");
        Assert.Equal(2, await DecisionsAsync());
    }

    [Fact]
    public async Task A_line_that_waits_and_a_draft_are_neither_sent_nor_seen_by_whoever_signs_in_in_that_window()
    {
        await LaunchAsync("Sami", "Tim", "Nell", "Nils");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync("Rob");
        await page.Keyboard.PressAsync("q");
        await page.Locator("#why-text").PressSequentiallyAsync("Does Noa know?");
        await page.Locator("#why-text").PressAsync("Escape");
        await ShowNamesAsync(page);
        await CutAsync(page);
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("1 not saved yet");
        Assert.Equal(2, await KeptAsync(page));

        // The session ends overnight, and somebody else sits down at the window.
        await RestartAsync(later: TimeSpan.FromHours(12));
        await Assertions.Expect(page.GetByText("Your session is over")).ToBeVisibleAsync();
        await page.Locator("input[name='search']").FillAsync("Noa");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await page.Locator(".people button").First.ClickAsync();
        await page.HasPlaceAsync("2 accounts");
        await page.HasDecidedAsync("0 of 2");
        await Assertions.Expect(page.Locator(".saved")).ToHaveTextAsync("Everything is saved");
        Assert.Equal(0, await KeptAsync(page));
        Assert.Equal(0, await DecisionsAsync());
    }

    [Fact]
    public async Task A_page_that_is_loaded_anew_goes_on_in_the_routine_line_that_had_the_focus()
    {
        var page = await OpenedAsync("/campaigns/1/review", "Sami", "Tim");
        await page.IsAtAsync("/campaigns/1/review?line=L*");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".ws-list .item:focus")).ToContainTextAsync("2 accounts");

        // The address of a row takes the place of the line's.
        await page.Keyboard.PressAsync("k");
        await page.IsAtAsync("/campaigns/1/review?item=1");
    }

    /// <summary>How many drafts, and lists of what is not saved yet, the window keeps.</summary>
    private static Task<int> KeptAsync(IPage page) => page.EvaluateAsync<int>("() => Object.keys(sessionStorage).filter(key => /^(outbox|draft)/.test(key)).length");

    private static async Task ShowNamesAsync(IPage page)
    {
        await page.Locator("[data-routine-line] [data-do='open']").First.ClickAsync();
        await page.Locator(".ws-list .item[tabindex='0'][data-open]").WaitForAsync();
    }

    /// <summary>Rob is dormant, and the others are one line; those named with an N are before Noa, and all others before Mia.</summary>
    private async Task LaunchAsync(params string[] alike)
    {
        await App.World.PeopleAsync(["Rob", .. alike]);
        await App.World.HeapAsync([new TestAccount("Rob", Findings: Finding.Dormant), .. alike.Select(name => new TestAccount(name))]);
        await App.World.LaunchAsync("Mia", (account, _) => Array.Exists(alike, name => name.StartsWith('N') && App.World[name] == account.PersonId) ? "Noa" : "Mia");
    }

    /// <summary>Launched, and signed in as Mia, to whom the names of the line are shown.</summary>
    private async Task<IPage> OpenedAsync(string address, params string[] alike)
    {
        await LaunchAsync(alike);
        var page = await SignInAsync("Mia", address);
        await ShowNamesAsync(page);
        return page;
    }

    private async Task DecidedAsync(int decisions)
    {
        using var hang = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await DecisionsAsync() < decisions)
        {
            hang.Token.ThrowIfCancellationRequested();
        }
    }
}
