using System.Globalization;
using AccessReview.Core;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Short words for what a test looks at in the review workspace.</summary>
internal static class WorkspaceSteps
{
    /// <summary>The row of somebody's user account.</summary>
    public static ILocator Account(this IPage page, string name) => page.Locator(".ws-list .item[data-account]", new() { HasText = name });

    /// <summary>The line of a role's routine rows.</summary>
    public static ILocator Line(this IPage page, string role) => page.Locator(".ws-list .item[data-routine-line]", new() { HasText = role });

    /// <summary>Waits until a row or line of these words has the place.</summary>
    public static Task HasPlaceAsync(this IPage page, string words) => Assertions.Expect(page.Locator(".ws-list .item[tabindex='0'] .n")).ToContainTextAsync(words);

    /// <summary>Waits until so much is decided, and everything is saved.</summary>
    public static async Task HasDecidedAsync(this IPage page, string counts)
    {
        await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync(counts);
        await Assertions.Expect(page.Locator(".saved")).ToHaveAttributeAsync("data-state", "saved");
    }

    /// <summary>Where a window keeps what somebody has decided in a campaign and what is not saved yet.</summary>
    public static string Outbox(long person, int campaign = 1) => string.Create(CultureInfo.InvariantCulture, $"outbox.{Actor.Demo(person).Key}.{campaign}");

    /// <summary>Shows the names of a line, with the place on it.</summary>
    public static async Task OpenAsync(this IPage page, string role)
    {
        await page.Line(role).Locator("[data-do='open']").First.ClickAsync();
        await Assertions.Expect(page.Line(role)).ToHaveAttributeAsync("data-open", "1");
    }

    /// <summary>Gives a row or line the place.</summary>
    public static Task GoToAsync(this ILocator row) => row.Locator(".n > span").First.ClickAsync();
}
