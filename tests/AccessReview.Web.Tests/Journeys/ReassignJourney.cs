using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>The owner gives a reviewer's items to somebody else, and the page shows where they are, whichever way the dialog is left.</summary>
public sealed class ReassignJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task What_moved_is_shown_on_the_page_also_when_the_words_about_what_stayed_are_left_by_escape()
    {
        await App.World.PeopleAsync(["Rob", "Una"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Una", Findings: Finding.Dormant));
        await App.World.LaunchAsync("Mia");
        var owner = await SignInAsync("Owen", Links.Campaign(1));
        await owner.GetByRole(AriaRole.Button, new() { Name = "Reassign the items of Mia" }).ClickAsync();
        var dialog = await owner.DialogAsync();
        await owner.ChooseAsync(dialog.GetByLabel("To", new() { Exact = true }), "Una");
        await dialog.GetByLabel("Why").FillAsync("On leave until after the due day");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Reassign", Exact = true }).ClickAsync();
        await Assertions.Expect(dialog).ToContainTextAsync("1 item moved.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).PressAsync("Escape");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await Assertions.Expect(owner.GetByRole(AriaRole.Button, new() { Name = "Reassign the items of Una" })).ToBeVisibleAsync();
    }
}
