using AccessReview.Core.Findings;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>What a reviewer decided and what is not saved yet is said on every other page, and not forgotten without a question.</summary>
public sealed class NotSavedYetJourney(TheBrowser browser) : BehindACable(browser)
{
    [Fact]
    public async Task Whoever_leaves_a_review_before_all_is_saved_is_told_asked_and_led_back()
    {
        await App.World.PeopleAsync(["Rob", "Sami"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Sami"));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync("Rob");
        var line = page.Locator("#not-saved");
        await using (await HoldAsync())
        {
            await page.Keyboard.PressAsync("c");
            await Assertions.Expect(page.Locator(".saved")).ToHaveTextAsync("1 not saved yet, trying again");
            await Assertions.Expect(line).Not.ToBeVisibleAsync();
            await page.Locator("a.crumb").ClickAsync();
            await SettledAsync(page);
            await Assertions.Expect(line).ToHaveTextAsync("1 not saved yet in a review of yours. Open it to save what you decided.");
            await AccessibleAsync(page);

            Assert.Equal((DialogType.BeforeUnload, ""), await AskedAsync(page, () => page.CloseAsync(new() { RunBeforeUnload = true })));
            await page.Locator(".who").ClickAsync();
            var asked = await AskedAsync(page, () => page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync());
            Assert.Equal((DialogType.Confirm, "1 not saved yet in your reviews, and lost when you sign out. Sign out all the same?"), asked);
            await page.Keyboard.PressAsync("Escape");
        }

        await line.GetByRole(AriaRole.Link).ClickAsync();
        await page.HasDecidedAsync("1 of 2");
        await Assertions.Expect(line).Not.ToBeVisibleAsync();
        Assert.Equal(1, await DecisionsAsync());
        await page.Locator("a.crumb").ClickAsync();
        await SettledAsync(page);
        await Assertions.Expect(line).Not.ToBeVisibleAsync();
    }

    /// <summary>What the browser asks when that is done; it is answered with no.</summary>
    private static async Task<(string Kind, string Words)> AskedAsync(IPage page, Func<Task> done)
    {
        var asked = new TaskCompletionSource<IDialog>();
        void Hear(object? sender, IDialog dialog) => asked.TrySetResult(dialog);
        page.Dialog += Hear;
        var doing = done();
        var dialog = await asked.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await dialog.DismissAsync();
        await doing;
        page.Dialog -= Hear;
        return (dialog.Type, dialog.Message);
    }
}
