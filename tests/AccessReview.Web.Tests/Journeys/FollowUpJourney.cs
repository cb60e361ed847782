using AccessReview.Core;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>What a review did not reach is followed up after it was closed, by somebody who may open no campaign.</summary>
public sealed class FollowUpJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task Whoever_is_named_says_what_was_done_and_the_owner_sees_it_on_the_closed_campaign()
    {
        await App.LaunchSampleAsync();
        await CloseAsync();
        var jonas = await SignInAsync("Jonas Dubois");
        await jonas.Locator(".todo", new() { HasText = "Follow up by" }).GetByRole(AriaRole.Link, new() { Name = "Look" }).ClickAsync();
        await jonas.IsAtAsync("/follow-ups");
        var card = jonas.Locator(".card", new() { HasText = "items not reviewed" });
        await Assertions.Expect(card.Locator(".chip")).ToHaveTextAsync("waits for you");
        await card.GetByRole(AriaRole.Button, new() { NameString = "Followed up" }).ClickAsync();
        await Assertions.Expect(card.Locator(".notice")).ToContainTextAsync("Say what was done");
        await card.GetByRole(AriaRole.Textbox).FillAsync("They are in the next review");
        await PictureAsync(jonas, "follow-ups");
        await card.GetByRole(AriaRole.Button, new() { NameString = "Followed up" }).ClickAsync();
        await Assertions.Expect(card.Locator(".chip")).ToHaveTextAsync("followed up");
        await Assertions.Expect(card).ToContainTextAsync("Jonas Dubois followed it up: “They are in the next review”");
        await AccessibleAsync(jonas);
        await Assertions.Expect(jonas.Locator("nav a", new() { HasText = "Follow-ups" })).ToBeVisibleAsync();

        var owner = await SignInAsync("Dmitri", Links.Campaign(1));
        var exceptions = owner.Locator(".card", new() { HasText = "items not reviewed" });
        await Assertions.Expect(exceptions).ToContainTextAsync("Jonas Dubois followed it up: “They are in the next review”");
        var open = await exceptions.Locator(".chip.warn").CountAsync();
        Assert.True(open > 0);
        await exceptions.GetByText("Say what was done").First.ClickAsync();
        await exceptions.GetByRole(AriaRole.Textbox).First.FillAsync("Asked the vendor for the numbers");
        await AccessibleAsync(owner);
        await PictureAsync(owner, "campaign-follow-ups");
        await exceptions.GetByRole(AriaRole.Button, new() { NameString = "Followed up" }).First.ClickAsync();
        await Assertions.Expect(exceptions).ToContainTextAsync("Dmitri Raman followed it up: “Asked the vendor for the numbers”");
        await Assertions.Expect(exceptions.Locator(".chip.warn")).ToHaveCountAsync(open - 1);
    }

    private async Task CloseAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var (owner, follower) = (Actor.Demo(await PersonAsync(db, "dmitri.raman")), await PersonAsync(db, "jonas.dubois"));
        var view = (await App.Get<ClosePreview>().RunAsync(owner, 1, default)).Require();
        var by = DateOnly.FromDateTime(App.Clock.GetUtcNow().UtcDateTime).AddDays(30);
        List<StatedException> stated = [.. view.Exceptions.Select(e => new StatedException(e.Kind, "The quarter was over", follower, by))];
        (await App.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owner, 1, new CloseInput(view.Statement, "As far as it went.", stated), default)).Require();
    }

    private static Task<long> PersonAsync(ReviewDb db, string name) => db.PersonRecords.Where(p => p.WorkEmail == name + "@harbourlight.example").Select(p => p.PersonId).FirstAsync();
}
