using System.Globalization;
using AccessReview.Core.Findings;
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
        var help = page.Locator(".ws-story .help");
        await help.Locator("summary").ClickAsync();
        foreach (var finding in await FindingsInFocusAsync(page))
        {
            await Assertions.Expect(help).ToContainTextAsync(FindingHelp.Of(finding));
        }

        await AccessibleAsync(page);
        await page.Locator(".ws-list .item[tabindex='0']").FocusAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await PictureAsync(page, "review-sample-story");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("?");
        var keys = page.Locator(".ws-keys[open]");
        await Assertions.Expect(keys).ToContainTextAsync("Certify the row");
        await AccessibleAsync(page);
        await PictureAsync(page, "review-keys");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(keys).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_address_leads_to_its_row_even_when_the_row_lies_in_a_closed_line()
    {
        var page = await SignInAsync(await BusiestAsync(), "/campaigns/1/review");
        await page.Locator(".ws-list .routine [data-do='open']").First.ClickAsync();
        var turn = await page.Locator(".ws-list .routine[data-open='1'] + .item").GetAttributeAsync("data-turn");
        await using var db = App.Get<Databases>().CreateDbContext();
        var id = long.Parse(turn!, CultureInfo.InvariantCulture);
        var number = await db.ReviewTurns.Where(t => t.Id == id).Join(db.ReviewItems, t => t.ItemId, i => i.Id, (t, i) => i.Number).SingleAsync();

        await OpenAsync(page, $"/campaigns/1/review?item={number}");
        await Assertions.Expect(page.Locator($".ws-list .item[data-turn='{turn}'][tabindex='0']")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".ws-story h2")).ToHaveTextAsync(await page.Locator($"[data-turn='{turn}'] .n span").First.TextContentAsync() ?? "?");
    }

    /// <summary>What was found about the row in focus, as it is stored.</summary>
    private async Task<List<Finding>> FindingsInFocusAsync(IPage page)
    {
        var turn = long.Parse(await page.Locator(".ws-list .item[tabindex='0']").GetAttributeAsync("data-turn") ?? "", CultureInfo.InvariantCulture);
        await Assertions.Expect(page.Locator($".ws[data-told='{turn}']")).ToBeVisibleAsync();
        await using var db = App.Get<Databases>().CreateDbContext();
        var found = await db.ReviewTurns.Where(t => t.Id == turn).Join(db.ReviewItems, t => t.ItemId, i => i.Id, (t, i) => i.Findings).SingleAsync();
        Assert.NotEqual(Finding.None, found);
        return [.. FindingSentences.Labels.Select(l => l.Finding).Where(f => found.HasFlag(f))];
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
