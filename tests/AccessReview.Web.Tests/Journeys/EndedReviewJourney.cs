using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A campaign ends while a reviewer has it open: what became of the rest is said, and nothing is offered that would be refused.</summary>
public sealed class EndedReviewJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task A_campaign_closed_under_an_open_list_says_what_became_of_its_items_and_offers_nothing()
    {
        var page = await OpenAsync();
        var view = (await App.Get<ClosePreview>().RunAsync(App.World.As("Owen"), 1, default)).Require();
        List<StatedException> stated = [.. view.Exceptions.Select(e => new StatedException(e.Kind, "Known and followed up", App.World["Noa"], DateOnly.FromDateTime(App.Clock.GetUtcNow().UtcDateTime).AddDays(20)))];
        (await App.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), App.World.As("Owen"), 1, new CloseInput(view.Statement, "Reviewed.", stated), default)).Require();

        // The first key is too late, and shows what has happened meanwhile; so does the page that is opened anew.
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("not open any more");
        await EndedAsync(page, "by Owen. 3 of yours count as not reviewed.", "Not reviewed");
        await page.ReloadAsync();
        await page.HasPlaceAsync("Rob");
        await EndedAsync(page, "by Owen. 3 of yours count as not reviewed.", "Not reviewed");
        await AccessibleAsync(page);

        // Moving goes on, deciding does not, and is not even asked for.
        var before = await EventsAsync("Mia");
        await page.NoteMessagesAsync();
        await page.Keyboard.PressAsync("c");
        await page.Keyboard.PressAsync("x");
        await page.Keyboard.PressAsync("j");
        await page.HasPlaceAsync("Consumer");
        await Assertions.Expect(page.Locator(".saved")).ToHaveTextAsync("Everything is saved");
        await Assertions.Expect(page.Locator(".ws-pick")).ToHaveCountAsync(0);
        await page.HasShownNoMessageAsync();
        Assert.Equal(before, await EventsAsync("Mia"));
    }

    [Fact]
    public async Task A_campaign_that_was_given_up_says_that_the_rest_was_not_decided()
    {
        var page = await OpenAsync();
        (await App.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), App.World.As("Owen"), 1, "Begun by mistake", default)).Require();
        await page.ReloadAsync();
        await page.HasPlaceAsync("Rob");
        await EndedAsync(page, "by Owen. 3 of yours were not decided, and nothing is done about them.", "Not decided");
    }

    private static async Task EndedAsync(IPage page, string notice, string verdict)
    {
        await Assertions.Expect(page.Locator(".ws > header .notice")).ToContainTextAsync(notice);
        await Assertions.Expect(page.Account("Rob").Locator(".verdict")).ToHaveTextAsync(verdict);
        await Assertions.Expect(page.Line("Consumer").Locator(".verdict")).ToHaveTextAsync($"{verdict} 2");
        await Assertions.Expect(page.Locator(".ws-story .call")).ToContainTextAsync(verdict);
        await Assertions.Expect(page.Locator(".ws-facets a").First).ToContainTextAsync("Not decided");
        await Assertions.Expect(page.Locator("[data-do='certify'], [data-do='revoke'], [data-do='ask'], [data-do='change'], [data-do='undo'], .pick:enabled")).ToHaveCountAsync(0);
    }

    /// <summary>How much the record has of what somebody did or was refused.</summary>
    private async Task<int> EventsAsync(string name)
    {
        var by = App.World.As(name).Key;
        await using var db = App.Get<Databases>().CreateDbContext();
        return await db.AuditEvents.CountAsync(e => e.Actor == by);
    }

    /// <summary>Three accounts before Mia: Rob is dormant, Sami and Tim are routine and one line.</summary>
    private async Task<IPage> OpenAsync()
    {
        await App.World.PeopleAsync(["Rob", "Sami", "Tim"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Sami"), new TestAccount("Tim"));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync("Rob");
        return page;
    }
}
