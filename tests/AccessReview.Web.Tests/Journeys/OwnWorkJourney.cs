using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Whatever their role, people find what they signed, where they are, and what they answered.</summary>
public sealed class OwnWorkJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task An_auditor_who_reviews_is_told_so_by_the_navigation_and_finds_what_they_signed()
    {
        await LaunchAsync();
        await App.World.GrantAsync("Noa", Role.Auditor);
        var page = await SignInAsync("Noa", "/campaigns/1/review");
        await page.HasPlaceAsync("Rob");
        await Assertions.Expect(page.Locator(".nav a.to.active")).ToHaveTextAsync("My reviews1");
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("1 of 1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign off 1" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I sign this" }).ClickAsync();
        await page.Locator(".nav").GetByRole(AriaRole.Link, new() { Name = "Receipts" }).ClickAsync();
        await Assertions.Expect(page.Locator(".statement")).ToContainTextAsync("I, Noa, have reviewed the 1 item");
        await OpenAsync(page, "/campaigns/1");
        await Assertions.Expect(page.Locator(".nav a.to.active")).ToHaveTextAsync("Campaigns");
    }

    [Fact]
    public async Task An_answer_is_counted_at_once_and_found_again()
    {
        await LaunchAsync();
        await using (var db = App.Get<Databases>().CreateDbContext())
        {
            var turn = await db.ReviewTurns.SingleAsync();
            (await App.Get<AskHolder>().RunAsync(Guid.NewGuid(), App.World.As("Noa"), turn.Id, "Still needed?", default)).Require();
        }

        var page = await SignInAsync("Rob", "/questions");
        var link = page.Locator(".nav a.to", new() { HasText = "Questions to me" });
        await Assertions.Expect(link.Locator("b")).ToHaveTextAsync("1");
        await page.GetByLabel("Your answer").FillAsync("Yes, for the weekly report");
        await page.GetByRole(AriaRole.Button, new() { Name = "Answer" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Nothing waits for you.")).ToBeVisibleAsync();
        await Assertions.Expect(link).ToHaveTextAsync("Questions to me");

        await OpenAsync(page, "/");
        await link.ClickAsync();
        await Assertions.Expect(page.GetByText("Yes, for the weekly report")).ToBeVisibleAsync();
    }

    /// <summary>Rob's account is before Noa.</summary>
    private async Task LaunchAsync()
    {
        await App.World.PeopleAsync(["Rob"]);
        await App.World.HeapAsync(new TestAccount("Rob"));
        await App.World.LaunchAsync("Noa");
    }
}
