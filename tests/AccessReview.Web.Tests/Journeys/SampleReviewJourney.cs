using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>The workspace on the sample organisation: real findings, real facts.</summary>
public sealed class SampleReviewJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task A_manager_of_the_sample_finds_the_facts_beside_the_choice()
    {
        var page = await SignInAsync(await BusiestAsync(), "/campaigns/1/review");
        await Assertions.Expect(page.Locator(".ws-list .item[tabindex='0']")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".ws-story section")).Not.ToHaveCountAsync(0);
        await PictureAsync(page, "review-sample");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await PictureAsync(page, "review-sample-story");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("?");
        await PictureAsync(page, "review-keys");
    }

    /// <summary>The reviewer before whom most kinds of rows are.</summary>
    private async Task<string> BusiestAsync()
    {
        await App.LaunchSampleAsync();
        await using var db = App.Get<Databases>().CreateDbContext();
        var busiest = await db.ReviewTurns.GroupBy(t => t.ReviewerId).OrderByDescending(g => g.Select(t => t.Rank).Distinct().Count()).ThenByDescending(g => g.Count()).Select(g => g.Key).FirstAsync();
        return await db.PersonRecords.Where(p => p.PersonId == busiest).Select(p => p.Name).FirstAsync();
    }
}
