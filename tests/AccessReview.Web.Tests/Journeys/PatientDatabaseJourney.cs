using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A database that another program holds for longer than the page waits for an answer, while the server still waits for its turn.</summary>
public sealed class PatientDatabaseJourney(TheBrowser browser) : BehindACable(browser, patient: true)
{
    [Fact]
    public async Task A_decision_whose_answer_does_not_come_is_said_to_be_unsaved_and_is_saved_once_when_the_database_is_let_go()
    {
        await App.World.PeopleAsync(["Vera", "Rob"], left: ["Vera"]);
        await App.World.HeapAsync(new TestAccount("Vera", Findings: Finding.Left), new TestAccount("Rob", Findings: Finding.Dormant));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync("Vera");
        await using (await HoldAsync())
        {
            await page.Keyboard.PressAsync("r");
            await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("1 not saved yet, trying again", new() { Timeout = 60_000 });
            Assert.Equal(0, await DecisionsAsync());
        }

        await page.HasDecidedAsync("1 of 2");
        Assert.Equal(1, await DecisionsAsync());
    }
}
