using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>What messages a page shows from a moment on. One that has faded away was shown all the same: who waits until none is there has waited it out.</summary>
internal static class ShownMessages
{
    /// <summary>Writes down every message from now on, until the page is loaded anew.</summary>
    public static Task NoteMessagesAsync(this IPage page) => page.EvaluateAsync("""
        () => {
            window.shownMessages = [];
            const note = shown => window.shownMessages.push(shown.innerText);
            new MutationObserver(changes => changes.flatMap(c => [...c.addedNodes]).filter(n => n.nodeType === Node.ELEMENT_NODE)
                .forEach(n => n.matches('.mud-snackbar') ? note(n) : n.querySelectorAll('.mud-snackbar').forEach(note)))
                .observe(document.body, { childList: true, subtree: true });
        }
        """);

    /// <summary>None was shown since.</summary>
    public static async Task HasShownNoMessageAsync(this IPage page) => Assert.Empty(await page.EvaluateAsync<string[]>("window.shownMessages"));
}
