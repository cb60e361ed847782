using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A decision is saved, and what it changed cannot be read: the page says so, and draws all of it with the next decision.</summary>
public sealed class FailedReadingJourney(TheBrowser browser) : Journey(browser, interceptor: Database)
{
    private static readonly FailsOnce Database = new("CampaignProgress");

    [Fact]
    public async Task One_failed_reading_behind_a_decision_is_said_and_the_next_one_draws_both()
    {
        await App.World.PeopleAsync(["Rob", "Una"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Una", Role: "Analyst", Findings: Finding.Dormant));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync("Rob");

        Database.Next = new SqliteException("disk I/O error", 10);
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("What is shown is older than what is saved");
        await page.HasDecidedAsync("0 of 2");

        await page.HasPlaceAsync("Una");
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("2 of 2");
        await Assertions.Expect(page.Locator(".ws-list [data-saving]")).ToHaveCountAsync(0);
        await page.Locator("a.crumb").ClickAsync();
        await page.IsAtAsync("/my-reviews");
        await SettledAsync(page);
    }
}
