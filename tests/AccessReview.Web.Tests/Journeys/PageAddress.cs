using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Where a window is.</summary>
internal static class PageAddress
{
    /// <summary>Waits until the window is at the path; a star stands for anything. The address is asked for again and again: a
    /// navigation that is over before anybody waits for it is no event any more.</summary>
    public static Task IsAtAsync(this IPage page, string path, float? timeout = null) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex($"^https?://[^/]+{Regex.Escape(path).Replace("\\*", ".*", StringComparison.Ordinal)}$"), new() { Timeout = timeout });
}
