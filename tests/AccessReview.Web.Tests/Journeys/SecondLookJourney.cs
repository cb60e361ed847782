using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A privileged account certified without a look is offered for a second one before the signature.</summary>
public sealed class SecondLookJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task The_rows_of_a_second_look_are_a_list_that_is_found_again_until_the_reviewer_signs()
    {
        await App.World.PeopleAsync(["Zoe", "Rob", "Una"]);
        await App.World.HeapAsync(new TestAccount("Zoe", Role: "Admin", Findings: Finding.Privileged), new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Una", Findings: Finding.Dormant));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync("Zoe");
        await CertifyAsync(page, "Runs Heap");
        await page.HasPlaceAsync("Rob");
        await page.Keyboard.PressAsync("c");
        await page.HasPlaceAsync("Una");
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("3 of 3");

        // Not answered, it is offered again.
        var sign = page.GetByRole(AriaRole.Button, new() { Name = "Sign off 3" });
        var look = page.Locator(".mud-dialog .look li");
        await sign.ClickAsync();
        await Assertions.Expect(look).ToHaveTextAsync("Zoe certified");
        await page.GetByRole(AriaRole.Button, new() { Name = "Not yet" }).ClickAsync();
        await Assertions.Expect(look).ToHaveCountAsync(0);
        await sign.ClickAsync();
        await Assertions.Expect(look).ToHaveTextAsync("Zoe certified");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at them first" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ws-list .item .n > span:first-child")).ToHaveTextAsync(["Zoe"]);

        // Loaded anew, and taken back, the row is still there to be decided.
        await page.ReloadAsync();
        await page.HasPlaceAsync("Zoe");
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("u");
        await page.HasDecidedAsync("2 of 3");
        await page.HasPlaceAsync("Zoe");
        await CertifyAsync(page, "Runs Heap with Rob");
        await page.HasDecidedAsync("3 of 3");
        await sign.ClickAsync();
        await Assertions.Expect(page.Locator(".mud-dialog blockquote")).ToContainTextAsync("3 items");
        await Assertions.Expect(look).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_second_look_says_which_rows_it_is_about_and_begins_at_the_first_of_them_however_far_down_the_list_was()
    {
        string[] admins = [.. Enumerable.Range(1, 7).Select(i => $"A{i:00}")], others = [.. Enumerable.Range(1, 24).Select(i => $"D{i:00}")];
        await App.World.PeopleAsync([.. admins, .. others]);
        await App.World.HeapAsync([.. admins.Select(n => new TestAccount(n, Role: "Admin", Findings: Finding.Privileged)), .. others.Select(n => new TestAccount(n, Findings: Finding.Dormant))]);
        await App.World.LaunchAsync("Mia", (_, _) => "Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        foreach (var (name, i) in admins.Concat(others).Select((n, i) => (n, i)))
        {
            await page.HasPlaceAsync(name);
            await (i < admins.Length ? CertifyAsync(page, "Runs Heap") : page.Keyboard.PressAsync("c"));
            await page.HasDecidedAsync($"{i + 1} of 31");
        }

        await OpenAsync(page, "/campaigns/1/review?show=decided");
        await page.HasPlaceAsync("A01");
        await page.Locator(".ws-list").EvaluateAsync("list => { list.scrollTop = list.scrollHeight; }");
        await page.Account("D24").GoToAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign off 31" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at them first" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice.ended")).ToContainTextAsync("These are the 10 rows to look at once more.");
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(10);
        await page.HasPlaceAsync("A01");
        await page.GetByRole(AriaRole.Link, new() { Name = "Show everything decided" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice.ended")).ToHaveCountAsync(0);
        await page.HasPlaceAsync("A01");
    }

    private static async Task CertifyAsync(IPage page, string reason)
    {
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
        await page.Locator("#why-text").FillAsync(reason);
        await page.Keyboard.PressAsync("Enter");
    }
}
