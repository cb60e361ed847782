using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests;
using AccessReview.Core.Tests.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>The disk of the database is full in the middle of a reviewer's work: the page says what is so, and goes on when there is space.</summary>
public sealed class FullDiskJourney(TheBrowser browser) : Journey(browser, interceptor: Disk)
{
    private static readonly NoRoomInTheLog Disk = new();

    [Fact]
    public async Task What_was_saved_before_is_safe_and_what_was_not_is_saved_once_when_there_is_space()
    {
        await App.World.PeopleAsync(["Rob", "Una"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Una", Role: "Analyst", Findings: Finding.Dormant));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync("Rob");
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("1 of 2");
        await page.HasPlaceAsync("Una");

        Disk.Full = true;
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.GetByText("What was saved before is safe").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("1 not saved yet, trying again");
        Assert.Equal(1, await DecisionsAsync());

        Disk.Full = false;
        await page.HasDecidedAsync("2 of 2");
        Assert.Equal(2, await DecisionsAsync());
    }

    private async Task<int> DecisionsAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        return await db.Decisions.CountAsync();
    }
}
