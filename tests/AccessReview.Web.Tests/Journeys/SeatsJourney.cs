using AccessReview.Core.Costs;
using AccessReview.Core.Persistence;
using AccessReview.Core.Sample;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Seats that nobody uses, from their number to a campaign about them.</summary>
public sealed class SeatsJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task From_the_list_of_unused_seats_their_campaign_is_planned_with_everybody_else_outside_it()
    {
        (await App.Get<LoadSample>().RunAsync(default)).Require();
        await using var db = App.Get<Databases>().CreateDbContext();
        var heap = await db.Applications.Select(a => a.Id).SingleAsync();
        var seats = Links.Findings(ReadCosts.Unused, enabled: true, heap);

        var owner = await SignInAsync("Dmitri", seats);
        var listed = await owner.Locator("tbody tr").CountAsync();
        Assert.True(listed > 0);
        await PictureAsync(owner, "seats");
        await AccessibleAsync(owner);
        await owner.GetByRole(AriaRole.Button, new() { Name = "Review these seats" }).ClickAsync();
        await owner.IsAtAsync("/campaigns/1/plan");
        await Assertions.Expect(owner.GetByText("in use, or need no question here, and left out by name")).ToBeVisibleAsync();
        await Assertions.Expect(owner.Locator(".gates li.no")).ToHaveCountAsync(0);
        await PictureAsync(owner, "seats-plan");
        await AccessibleAsync(owner);

        // Whoever plans no campaigns only reads the list, and a plan under way is named instead of made twice.
        var auditor = await SignInAsync("Uma", seats);
        await Assertions.Expect(auditor.Locator("tbody tr")).ToHaveCountAsync(listed);
        await Assertions.Expect(auditor.GetByRole(AriaRole.Button, new() { Name = "Review these seats" })).ToHaveCountAsync(0);
        await OpenAsync(owner, seats);
        await owner.GetByRole(AriaRole.Button, new() { Name = "Review these seats" }).ClickAsync();
        await Assertions.Expect(owner.GetByText("C1 is about the unused seats of Heap and is being planned already")).ToBeVisibleAsync();
    }
}
