using System.Globalization;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Extracts;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>The list of a next campaign: what is carried forward, and a view saved in the campaign before.</summary>
public sealed class NextListJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task The_list_of_a_next_campaign_is_grouped_by_group_and_filtered_by_a_view_of_the_campaign_before()
    {
        var team = new MonasTeam(App);
        await team.FoundAsync();
        await team.LaunchAsync("Heap, Q4 2026");
        await using var db = App.Get<Databases>().CreateDbContext();
        var heap = await db.Applications.Select(a => a.Id).SingleAsync();
        var then = await db.CampaignApplications.Select(a => a.Id).SingleAsync();
        var page = await SignInAsync("Mona", $"/campaigns/1/review?application={heap}");
        await Assertions.Expect(page.Locator(".ws-list .item").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".ws-facets a[aria-current]", new() { HasText = "Heap" })).ToContainTextAsync("120");

        await CloseAsync(team);
        (await App.Get<SetPolicy>().RunAsync(Guid.NewGuid(), Importing.Admin, new Policy { CarryForward = true, BulkAsksAbove = 1 }, null, default)).Require();
        App.Clock.Advance(TimeSpan.FromDays(1));
        await team.LaunchAsync("Heap, Q1 2027");

        // Each group has a line of its own of what may be carried forward, and each is opened and decided by itself.
        page = await SignInAsync("Mona", "/campaigns/2/review?by=Group");
        var lines = page.Line("As certified in Heap, Q4 2026");
        await Assertions.Expect(lines.Nth(1)).ToBeVisibleAsync();
        var (first, second) = (page.Locator($"[data-turn='{await lines.Nth(0).GetAttributeAsync("data-turn")}']"), page.Locator($"[data-turn='{await lines.Nth(1).GetAttributeAsync("data-turn")}']"));
        await first.Locator("[data-do='open']").First.ClickAsync();
        await Assertions.Expect(first).ToHaveAttributeAsync("data-open", "1");
        await Assertions.Expect(second).Not.ToHaveAttributeAsync("data-open", "1");
        var count = await first.Locator(".chip").InnerTextAsync();
        Assert.True(await first.EvaluateAsync<bool>("row => row.querySelector('.why-cell').getBoundingClientRect().right <= row.querySelector('.choose').getBoundingClientRect().left"));

        // Asked about, it is called what it is: carried forward is not reviewed.
        await page.Keyboard.PressAsync("c");
        var dialog = page.Locator(".mud-dialog");
        await Assertions.Expect(dialog).ToContainTextAsync("Carry them all forward?");
        await Assertions.Expect(dialog).ToContainTextAsync($"Carry forward {count} without reviewing them");
        await PictureAsync(page, "review-carry-forward");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Carry forward" }).ClickAsync();
        await page.HasDecidedAsync($"{count.Split(' ')[0]} of 120");
        await Assertions.Expect(second).Not.ToHaveAttributeAsync("data-done", "1");
        await Assertions.Expect(first.Locator(".verdict")).ToContainTextAsync("Carried forward");

        await OpenAsync(page, $"/campaigns/2/review?application={heap}");
        await Assertions.Expect(page.Locator(".ws-list .item").First).ToBeVisibleAsync();

        // An address of before, by what the application was in its campaign: said, and dropped by one click.
        await OpenAsync(page, $"/campaigns/2/review?application={then}");
        await Assertions.Expect(page.GetByText("The filter names no application of this campaign. Choose one anew, or drop it beside the list.")).ToBeVisibleAsync();
        await PictureAsync(page, "review-other-application");
        await AccessibleAsync(page);
        await page.Locator(".ws-facets a[aria-current]", new() { HasText = "Not in this campaign" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ws-list .item").First).ToBeVisibleAsync();

        // What was carried forward is named in what is signed, and on the receipt.
        await new Reviewers(App.Services, 2).DecideAllAsync(new HashSet<string>());
        await OpenAsync(page, "/campaigns/2/review?show=decided");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Sign off 120") }).ClickAsync();
        var carried = int.Parse(count.Split(' ')[0], CultureInfo.InvariantCulture);
        var named = $"have decided the 120 items put before me in Heap, Q1 2027: reviewed {120 - carried}, carried forward {carried} as certified in the review before and not reviewed anew";
        await Assertions.Expect(page.Locator(".mud-dialog blockquote")).ToContainTextAsync(named);
        await page.GetByRole(AriaRole.Button, new() { Name = "I sign this" }).ClickAsync();
        await Assertions.Expect(page.Locator(".signed")).ToContainTextAsync("Signed off");
        await OpenAsync(page, Links.Receipts());
        await Assertions.Expect(page.Locator(".receipt .statement").First).ToContainTextAsync(named);
    }

    private async Task CloseAsync(MonasTeam team)
    {
        var reviewers = new Reviewers(App.Services, 1);
        await reviewers.DecideAllAsync(Enumerable.Range(9, 5).Select(i => $"person{i:00}@team.example").ToHashSet());
        await reviewers.SignAllAsync();
        await team.CloseAsync(1);
    }
}
