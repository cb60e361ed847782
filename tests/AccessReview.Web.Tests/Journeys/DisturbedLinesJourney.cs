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

    /// <summary>Rob is dormant, and the others are one line, whose names are shown.</summary>
    private async Task<IPage> OpenedAsync(string address, params string[] alike)
    {
        await App.World.PeopleAsync(["Rob", .. alike]);
        await App.World.HeapAsync([new TestAccount("Rob", Findings: Finding.Dormant), .. alike.Select(name => new TestAccount(name))]);
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", address);
        await page.Locator("[data-routine-line] [data-do='open']").First.ClickAsync();
        await page.Locator(".ws-list .item[tabindex='0'][data-open]").WaitForAsync();
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
