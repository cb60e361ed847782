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
        await OpenAsync(page, Links.Auditor());
        await Assertions.Expect(page.GetByText("Drew sample 3: 10 of 491 items")).ToBeVisibleAsync();
        await PictureAsync(page, "auditor");
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
