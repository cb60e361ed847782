using AccessReview.Core;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>An auditor reads, draws and takes away; each is recorded, and nothing can be changed.</summary>
public sealed class AuditorJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task An_auditor_draws_a_sample_twice_by_the_same_seed_and_finds_the_draws_recorded()
    {
        await App.LaunchSampleAsync();
        var page = await SignInAsync("Uma Nwosu");
        await page.GetByRole(AriaRole.Link, new() { Name = "For the auditor" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Draw a sample" }).ClickAsync();
        await Assertions.Expect(page.GetByText("No sample has been drawn")).ToBeVisibleAsync();
        await page.GetByLabel("How many").FillAsync("10");
        await page.GetByLabel("Seed").FillAsync("two words");
        await page.GetByRole(AriaRole.Button, new() { Name = "Draw", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("A seed is up to 64 letters")).ToBeVisibleAsync();
        var first = await DrawAsync(page, "audit-q4", 1);
        await PictureAsync(page, "sample");
        await AccessibleAsync(page);
        Assert.Equal(first, await DrawAsync(page, "audit-q4", 2));
        Assert.NotEqual(first, await DrawAsync(page, "another", 3));

        // Nothing here changes the review.
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Extend" })).ToHaveCountAsync(0);
        await OpenAsync(page, Links.Register());
        await page.RunAndWaitForDownloadAsync(() => page.Locator($"a[href='{Links.RegisterFile()}']").ClickAsync());
        await OpenAsync(page, Links.Campaign(1));
        await Assertions.Expect(page.GetByText("Nobody is written to")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Links and texts" })).ToHaveCountAsync(0);
        await OpenAsync(page, Links.Auditor());
        await Assertions.Expect(page.GetByText("Drew sample 3: 10 of 491 items")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Downloaded the register of ")).ToBeVisibleAsync();
        await PictureAsync(page, "auditor");
    }

    [Fact]
    public async Task An_auditor_reads_every_removal_of_a_campaign_page_by_page_and_each_figure_leads_to_as_many()
    {
        await App.LaunchSampleAsync();
        await using var db = App.Get<Databases>().CreateDbContext();
        var addresses = await db.ReviewItems.Where(i => i.GroupId == null).OrderBy(i => i.Number).Take(70).Join(db.AccountRecords, i => i.AccountRecordId, r => r.Id, (_, r) => r.Email).ToListAsync();
        var reviewers = new Reviewers(App.Services, 1);
        await reviewers.DecideAllAsync(addresses.ToHashSet(StringComparer.Ordinal));
        await reviewers.SignAllAsync();

        // One reviewer takes the signature back and gives it again: what was asked for before is cancelled.
        var withdrawn = await db.SignOffs.OrderByDescending(s => db.SignOffItems.Count(i => i.SignOffId == s.Id && db.Removals.Any(r => r.ItemId == i.ItemId))).FirstAsync();
        (await App.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), Actor.Demo(withdrawn.SignerId), withdrawn.Id, "Looked again", CancellationToken.None)).Require();
        await reviewers.SignAllAsync();
        var decided = await db.Removals.CountAsync(r => r.State != RemovalState.Cancelled);
        Assert.InRange(decided, 51, 100);
        Assert.True(await db.Removals.AnyAsync(r => r.State == RemovalState.Cancelled));

        var page = await SignInAsync("Uma Nwosu", Links.Campaign(1, "removals"));
        await Assertions.Expect(page.Locator(".numbers a", new() { HasText = "Decided" }).Locator("b")).ToHaveTextAsync($"{decided}");
        await page.Locator(".numbers a", new() { HasText = "Decided" }).ClickAsync();
        var pages = page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" });
        await Assertions.Expect(pages).ToContainTextAsync($"1–50 of {decided}");
        await Assertions.Expect(page.Locator("table.removals tbody tr")).ToHaveCountAsync(50);
        await PictureAsync(page, "campaign-removals");
        await pages.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await Assertions.Expect(page.Locator("table.removals tbody tr")).ToHaveCountAsync(decided - 50);
        await AccessibleAsync(page);
    }

    private static async Task<IReadOnlyList<string>> DrawAsync(IPage page, string seed, int number)
    {
        await page.GetByLabel("How many").FillAsync("10");
        await page.GetByLabel("Seed").FillAsync(seed);
        await page.GetByRole(AriaRole.Button, new() { Name = "Draw", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { NameString = $"Draw {number}: 10 of 491 items" }).WaitForAsync();
        return await page.Locator("table tbody tr td:nth-child(2)").AllInnerTextsAsync();
    }
}
