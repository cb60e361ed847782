using AccessReview.Core.Persistence;
using AccessReview.Web.Tests.Journeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.SignIn;

/// <summary>Answers of the provider that prove nothing, one after the other in one browser. What else may be wrong with one, and what a client
/// that is no browser may send, is in <see cref="RefusedSignInTests"/>.</summary>
internal static class RefusedAnswers
{
    private const string NotProven = "What came back does not prove who you are";

    private static readonly (Mischief Mischief, string Said)[] Cases =
    [
        (Mischief.WrongIssuer, NotProven),
        (Mischief.WrongAudience, NotProven),
        (Mischief.WrongNonce, NotProven),
        (Mischief.Expired, "What came back is too old or from the future"),
        (Mischief.TokenOfBefore, NotProven),
        (Mischief.CodeUsedTwice, "was used before"),
    ];

    /// <summary>Signs in well, so that there is a token to play again; then nobody is signed in by any of them, and a good answer still does.</summary>
    public static async Task EachSignsNobodyInAsync(IPage page, TestApp app, TestProvider provider)
    {
        provider.Mischief = Mischief.None;
        await AnswerAsync(page);
        await SignedInAsync(page);
        foreach (var (mischief, said) in Cases)
        {
            await page.Context.ClearCookiesAsync();
            provider.Mischief = mischief;
            await AnswerAsync(page);
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "You are not signed in" })).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync(said);
            Assert.Equal((mischief, "/sign-in/refused"), (mischief, new Uri(page.Url).AbsolutePath));
        }

        await using (var db = app.Get<Databases>().CreateDbContext())
        {
            Assert.Equal(1, await db.Sessions.CountAsync());
        }

        provider.Mischief = Mischief.None;
        await AnswerAsync(page);
        await SignedInAsync(page);
    }

    private static async Task SignedInAsync(IPage page)
    {
        await Assertions.Expect(page.Locator("nav .who")).ToContainTextAsync("Mia");
        await Assertions.Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
    }

    // Whoever is not signed in is sent to the provider, whatever page they ask for.
    private static async Task AnswerAsync(IPage page)
    {
        await page.GotoAsync(Links.MyReviews());
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Go on as") }).ClickAsync();
        await Assertions.Expect(page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/authorize|signin-oidc"));
    }
}
