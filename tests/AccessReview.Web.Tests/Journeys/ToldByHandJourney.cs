using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>With mail off the owner tells the reviewers by hand, and the product knows whom.</summary>
public sealed class ToldByHandJourney(TheBrowser browser) : Journey(browser, new() { ["Site:Address"] = "https://review.example.test" })
{
    [Fact]
    public async Task The_owner_is_led_to_the_reviewers_and_each_copy_mail_or_word_notes_who_was_told()
    {
        await App.LaunchSampleAsync();
        var owner = await SignInAsync("Dmitri");
        await owner.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await owner.Locator(".todo", new() { HasText = "have not been told: mail is off" }).GetByRole(AriaRole.Link, new() { Name = "Tell" }).ClickAsync();
        await owner.IsAtAsync("/campaigns/1/invitations");
        var cards = owner.Locator(".card", new() { Has = owner.Locator("h3.name") });
        var untold = owner.Locator(".chip.warn", new() { HasText = "not told" });
        await Assertions.Expect(cards.First.Locator(".chip")).ToHaveTextAsync("not told");
        var before = await untold.CountAsync();

        await cards.First.GetByRole(AriaRole.Button, new() { NameString = "Copy text" }).ClickAsync();
        await Assertions.Expect(cards.First.Locator(".chip")).ToContainTextAsync("told by Dmitri Raman");

        // A mail program that opens would be none of ours.
        await owner.EvaluateAsync("document.addEventListener('click', e => { if (e.target.closest('a[href^=mailto]')) e.preventDefault(); }, true)");
        await cards.Nth(1).GetByRole(AriaRole.Link, new() { Name = "Open in mail" }).ClickAsync();
        await Assertions.Expect(cards.Nth(1).Locator(".chip")).ToContainTextAsync("told by Dmitri Raman");
        await cards.Nth(2).GetByRole(AriaRole.Button, new() { NameString = "Told" }).ClickAsync();
        await Assertions.Expect(untold).ToHaveCountAsync(before - 3);
        await PictureAsync(owner, "invitations-told");
        await AccessibleAsync(owner);

        await cards.Nth(2).GetByRole(AriaRole.Button, new() { NameString = "Take back" }).ClickAsync();
        await Assertions.Expect(cards.Nth(2).Locator(".chip")).ToHaveTextAsync("not told");
        var third = await cards.Nth(2).Locator("h3").InnerTextAsync();
        await OpenAsync(owner, Links.Invitations(1));
        await Assertions.Expect(cards.First.Locator("h3")).ToHaveTextAsync(third);
        await Assertions.Expect(untold).ToHaveCountAsync(before - 2);
    }

    [Fact]
    public async Task A_browser_is_asked_to_copy_within_the_click_and_when_it_refuses_the_page_says_so_and_nobody_counts_as_told()
    {
        await App.LaunchSampleAsync();
        var owner = await SignInAsync("Dmitri", Links.Invitations(1));
        var first = owner.Locator(".card", new() { Has = owner.Locator("h3.name") }).First;
        var copied = await owner.EvaluateAsync<string?>("""
            () => {
              let asked = null;
              navigator.clipboard.writeText = text => {
                asked = text;
                return Promise.reject(new DOMException("", "NotAllowedError"));
              };
              document.querySelector("h3.name ~ button[data-copy]").click();
              return asked;
            }
            """);
        Assert.Equal(await first.Locator("pre").TextContentAsync(), copied);
        await Assertions.Expect(owner.Locator(".notice")).ToContainTextAsync("The browser did not let it be copied.");
        await Assertions.Expect(first.Locator(".chip")).ToHaveTextAsync("not told");

        await owner.EvaluateAsync("navigator.clipboard.writeText = () => Promise.resolve()");
        await first.GetByRole(AriaRole.Button, new() { NameString = "Copy text" }).ClickAsync();
        await Assertions.Expect(first.Locator(".chip")).ToContainTextAsync("told by Dmitri Raman");
        await Assertions.Expect(owner.Locator(".notice")).ToHaveCountAsync(0);
    }
}
