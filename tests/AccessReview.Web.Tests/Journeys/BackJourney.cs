using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Whoever goes back over several pages at once sees, and acts on, what the address names.</summary>
public sealed class BackJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task Going_back_from_one_draft_to_another_shows_the_other_and_gives_up_that_one()
    {
        (await App.Get<Core.Sample.LoadSample>().RunAsync(CancellationToken.None)).Require();
        var first = await App.DraftAsync("Heap, the first");
        await App.DraftAsync("Heap, the second");
        var page = await SignInAsync("Dmitri", Links.Campaigns());
        foreach (var name in new[] { "Heap, the first", "Heap, the second" })
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "Campaigns", Exact = true }).First.ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { NameString = name }).First.ClickAsync();
            await Assertions.Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync(name);
        }

        await page.EvaluateAsync("history.go(-2)");
        await Assertions.Expect(page).ToHaveURLAsync(App.Address + Links.Plan(first)[1..]);
        await Assertions.Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Heap, the first");
        await page.GetByRole(AriaRole.Button, new() { Name = "Give up this draft" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Give up Heap, the first");
    }
}
