using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>What an honest review costs: 120 items with 20 exceptions, from opening to sign-off, every key and click counted.</summary>
public sealed class HonestEffortJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task A_hundred_and_twenty_items_take_at_most_ninety_inputs_in_a_first_campaign_and_sixty_in_a_second()
    {
        var team = new MonasTeam(App);
        await team.FoundAsync();
        Assert.InRange(await ReviewAsync(await team.LaunchAsync("Heap, Q4 2026")), 1, 90);
        await team.CloseAsync(1);

        App.Clock.Advance(TimeSpan.FromDays(1));
        Assert.InRange(await ReviewAsync(await team.LaunchAsync("Heap, Q1 2027")), 1, 60);
    }

    private async Task<int> ReviewAsync(int campaign)
    {
        await ItemsAreAsync(campaign);
        var page = await SignInAsync("Mona", Links.MyReviews());
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("Review|Start|Continue") }).First.ClickAsync();
        await page.Locator(".ws-list .item[tabindex='0']").WaitForAsync();
        await PictureAsync(page, $"effort-{campaign}");
        var keys = new KeyboardReviewer(page, looks: () => App.Clock.Advance(TimeSpan.FromSeconds(7)));
        await keys.DecideEverythingAsync();
        await PictureAsync(page, $"effort-{campaign}-decided");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Sign off 120") }).ClickAsync();
        await Assertions.Expect(page.Locator(".mud-dialog blockquote")).ToContainTextAsync("120 items");
        Assert.Equal("", string.Join("", await page.Locator(".mud-dialog .look").AllInnerTextsAsync()));
        await page.GetByRole(AriaRole.Button, new() { Name = "I sign this" }).ClickAsync();
        await Assertions.Expect(page.Locator(".signed")).ToContainTextAsync("Signed off");
        await NoFlagAsync(campaign);
        TestContext.Current.SendDiagnosticMessage($"Campaign {campaign}: {keys.Inputs + 3} inputs.");
        return keys.Inputs + 3;
    }

    /// <summary>Honest speed raises no flag.</summary>
    private async Task NoFlagAsync(int campaign)
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var owner = Core.Actor.Demo(await db.Campaigns.Where(c => c.Number == campaign).Select(c => c.OwnerId).SingleAsync());
        var quality = (await App.Get<ReviewQuality>().RunAsync(owner, campaign, default)).Require();
        Assert.Equal(20, quality.Exceptions);
        Assert.All(quality.Flags, f => Assert.Equal(0, f.Reviewers));
    }

    /// <summary>The measure is of what it says: 120 items before Mona, 20 of them exceptions.</summary>
    private async Task ItemsAreAsync(int campaign)
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var items = await db.ReviewItems.Where(i => db.Campaigns.Any(c => c.Id == i.CampaignId && c.Number == campaign)).Select(i => new { i.Findings, i.GroupId }).ToListAsync();
        Assert.Equal((120, 20), (items.Count, items.Count(i => i.Findings != Core.Findings.Finding.None)));
        Assert.Equal(
            [(8, Core.Findings.Finding.Privileged), (5, Core.Findings.Finding.Left), (5, Core.Findings.Finding.Dormant), (2, Core.Findings.Finding.NeverJoined)],
            items.Where(i => i.Findings != Core.Findings.Finding.None).GroupBy(i => i.Findings).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => (g.Count(), g.Key)).OrderByDescending(g => g.Item1));
    }
}
