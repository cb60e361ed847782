using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Undo that is pressed before an act on several rows was answered takes that act back, and none before it.</summary>
public sealed class EarlyUndoJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task Undo_right_after_a_line_takes_the_line_back_and_not_the_row_decided_before()
    {
        var page = await RobIsCertifiedAsync();
        await PressAtOnceAsync(page, "c", "u");
        await OnlyRobIsDecidedAsync(page);
        await page.HasPlaceAsync("2 accounts");

        // Taken back, it is no act that the key could take back once more: the next one means the row before.
        await page.Keyboard.PressAsync("u");
        await page.HasDecidedAsync("0 of 3");
    }

    [Fact]
    public async Task Undo_right_after_a_selection_takes_the_selection_back_and_not_the_row_decided_before()
    {
        var page = await RobIsCertifiedAsync();
        await page.Account("Sami").GoToAsync();
        await page.Keyboard.PressAsync("J");
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("2 selected");
        await PressAtOnceAsync(page, "c", "u");
        await Assertions.Expect(page.Locator(".ws-pick")).ToHaveCountAsync(0);
        await OnlyRobIsDecidedAsync(page);
    }

    /// <summary>One after the other, before anything that they cause can come back.</summary>
    private static Task PressAtOnceAsync(IPage page, params string[] keys) => page.EvaluateAsync(
        "keys => keys.forEach(key => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))", keys);

    private async Task OnlyRobIsDecidedAsync(IPage page)
    {
        await page.HasDecidedAsync("1 of 3");
        await Assertions.Expect(page.Account("Rob").Locator(".verdict")).ToContainTextAsync("Certified");
        await using var db = App.Get<Databases>().CreateDbContext();
        Assert.Equal(2, await db.ReviewTurns.CountAsync(t => t.State == TurnState.Undecided));
    }

    /// <summary>Three accounts before Mia: Rob is dormant and certified, Sami and Tim are a line whose names are shown and which has the place.</summary>
    private async Task<IPage> RobIsCertifiedAsync()
    {
        await App.World.PeopleAsync(["Rob", "Sami", "Tim"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Sami"), new TestAccount("Tim"));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync("Rob");
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("1 of 3");
        await page.OpenAsync("Consumer");
        return page;
    }
}
