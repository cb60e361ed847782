using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A reviewer with a telephone: whatever a key does is reached by a finger.</summary>
public sealed class TouchJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task A_tap_on_a_row_opens_its_story_from_which_its_holder_is_asked_and_which_another_tap_closes()
    {
        await App.World.PeopleAsync(["Rob", "Una"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Una", Role: "Analyst", Findings: Finding.Dormant));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review", await NewPageAsync(390, 844, touch: true));
        await page.HasPlaceAsync("Rob");
        var story = page.Locator(".ws-story");
        await Assertions.Expect(story).Not.ToBeVisibleAsync();

        await page.Account("Una").Locator(".why-cell").TapAsync();
        await Assertions.Expect(story).ToBeVisibleAsync();
        await Assertions.Expect(story.Locator("h2")).ToHaveTextAsync("Una");
        await Assertions.Expect(story.GetByText("What Revoke will do")).ToBeInViewportAsync();

        // However far the story was scrolled, what closes it is there.
        await story.GetByText("Decided before").ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(story.GetByRole(AriaRole.Button, new() { Name = "Close the story" })).ToBeInViewportAsync();
        await story.GetByRole(AriaRole.Button, new() { Name = "Close the story" }).TapAsync();
        await Assertions.Expect(story).Not.ToBeVisibleAsync();

        await page.Account("Rob").Locator(".who").TapAsync();
        await Assertions.Expect(story.Locator("h2")).ToHaveTextAsync("Rob");
        await story.GetByRole(AriaRole.Button, new() { NameString = "Ask Rob" }).TapAsync();
        await Assertions.Expect(story).Not.ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
        await page.Locator(".ws-why [data-do='why-save']").TapAsync();
        await Assertions.Expect(page.Account("Rob")).ToContainTextAsync("asked");

        // What decides is a button, and tells no story.
        await page.Account("Rob").Locator("[data-do='certify']").TapAsync();
        await page.HasDecidedAsync("1 of 2");
        await Assertions.Expect(story).Not.ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_tap_takes_back_as_many_as_stand_beside_it_of_a_selection_or_of_a_line()
    {
        await App.World.PeopleAsync(["Rob", "Sami", "Tim", "Ana", "Ben"]);
        await App.World.HeapAsync(
            new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Sami"), new TestAccount("Tim"), new TestAccount("Ana", Role: "Analyst"), new TestAccount("Ben", Role: "Analyst"));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review", await NewPageAsync(390, 844, touch: true));
        await CertifyAllAsync(page);
        await Assertions.Expect(page.Line("Analyst").Locator(".verdict")).ToHaveTextAsync("Certified 2");
        await page.Line("Analyst").Locator("[data-do='undo']").TapAsync();
        await page.HasDecidedAsync("2 of 5");

        await CertifyAllAsync(page);
        await page.NoteMessagesAsync();
        await page.GetByRole(AriaRole.Button, new() { NameString = "Undo 2" }).TapAsync();
        await page.HasDecidedAsync("2 of 5");
        await Assertions.Expect(page.Locator(".ws-pick")).ToHaveCountAsync(0);
        await page.HasShownNoMessageAsync();
    }

    [Fact]
    public async Task The_head_of_a_group_stays_within_its_line_and_its_reason_is_read()
    {
        await App.World.PeopleAsync(["Rob", "Sami", "Tim", "Ana", "Ben"]);
        await App.World.HeapAsync(
            new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Sami", Groups: ["Growth"]), new TestAccount("Tim", Groups: ["Growth"]),
            new TestAccount("Ana", Role: "Analyst", Groups: ["Core"]), new TestAccount("Ben", Role: "Analyst", Groups: ["Core"]));
        await App.World.LaunchAsync("Mia", (_, _) => "Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review", await NewPageAsync(390, 844, touch: true));
        await page.HasPlaceAsync("Rob");
        var head = page.Locator(".ws-list .line.group", new() { HasText = "Nothing found" });
        await Assertions.Expect(head).ToContainTextAsync("4 accounts and 4 of their groups");
        var line = (await head.BoundingBoxAsync())!;
        foreach (var part in await head.Locator(".chip, .row, .why, button").AllAsync())
        {
            var box = (await part.BoundingBoxAsync())!;
            Assert.InRange(box.Y, line.Y, line.Y + line.Height - box.Height);
            Assert.InRange(box.X, line.X, line.X + line.Width - box.Width);
        }

        // The count is one line of text, and the reason is not cut.
        Assert.InRange((await head.Locator(".row").BoundingBoxAsync())!.Height, 1, 50);
        Assert.True(await head.Locator(".why").EvaluateAsync<bool>("why => why.scrollHeight <= why.clientHeight"));
    }

    [Fact]
    public async Task What_a_narrow_window_holds_back_of_the_filter_is_shown_on_request()
    {
        await App.World.PeopleAsync(["Rob", "Una"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Una", Role: "Analyst", Findings: Finding.Dormant));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review", await NewPageAsync(390, 844, touch: true));
        await page.HasPlaceAsync("Rob");
        var role = page.Locator(".ws-facets a", new() { HasText = "Analyst" });
        await Assertions.Expect(page.Locator(".ws-facets h2", new() { HasText = "Group by" })).ToBeVisibleAsync();
        await Assertions.Expect(role).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "More filters" }).TapAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save this view" })).ToBeVisibleAsync();
        await role.TapAsync();
        await Assertions.Expect(page.Locator(".ws-list .item .n > span:first-child")).ToHaveTextAsync(["Una"]);
        await AccessibleAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Fewer filters" }).TapAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save this view" })).ToBeHiddenAsync();

        // What is chosen stays in sight.
        await Assertions.Expect(role).ToBeVisibleAsync();
    }

    private static async Task CertifyAllAsync(IPage page)
    {
        await page.Account("Rob").Locator("input.pick").TapAsync();
        await page.GetByRole(AriaRole.Button, new() { NameString = "Select all" }).TapAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Certify the routine ones" }).TapAsync();
        await page.HasDecidedAsync("4 of 5");
    }
}
