using AccessReview.Core;
using AccessReview.Core.Applications;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests;
using AccessReview.Web.Components.SignIn;
using AccessReview.Web.Tests.Journeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.SignIn;

public sealed class OpenIdConnectJourney(TheBrowser browser, TestProvider provider) : Journey(browser, provider.AsOpenIdConnect(), now: DateTime.UtcNow), IClassFixture<TestProvider>
{
    /// <summary>The dialog that is opened here, because there is a provider.</summary>
    internal const string Dialog = nameof(ProveAgainDialog);

    [Fact]
    public async Task A_person_signs_in_by_their_verified_address_decides_and_signs_off_and_signs_out_there_too()
    {
        await App.World.PeopleAsync([]);
        await App.World.HeapAsync(new TestAccount("Tomas", Findings: AccessReview.Core.Findings.Finding.Left));
        await App.World.LaunchAsync();
        provider.SignsIn("Mia");
        var page = await NewPageAsync();
        await page.GotoAsync(Links.Review(1));
        await PassProviderAsync(page);
        await page.Locator("[data-turn][tabindex='0']").First.WaitForAsync();
        await Assertions.Expect(page.Locator("nav .who")).ToContainTextAsync("Mia");
        await Assertions.Expect(page.Locator(".mark")).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("r");

        // Nobody knows how old this sign-in is. What asks for a proof keeps nobody out, and Escape leaves it with nothing signed.
        await SignAsync(page);
        await Assertions.Expect(page.Locator(".mud-dialog :is(a, button):focus")).ToHaveCountAsync(1);
        await AccessibleAsync(page);
        await PictureAsync(page, "dialog-" + Dialog);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".signed")).ToHaveCountAsync(0);

        // They prove it in another tab, first at a provider that does not ask, and sign here.
        await SignAsync(page);
        provider.Mischief = Mischief.OldProof;
        var other = await page.RunAndWaitForPopupAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Prove it in a new tab" }).ClickAsync());
        await PassProviderAsync(other);
        await Assertions.Expect(other.GetByRole(AriaRole.Heading, new() { Name = "You were not asked again" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I have: sign now" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Prove it in a new tab" })).ToBeVisibleAsync();
        provider.Mischief = Mischief.None;
        await other.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();
        await PassProviderAsync(other);
        await Assertions.Expect(other.GetByRole(AriaRole.Heading, new() { Name = "You have proved who you are" })).ToBeVisibleAsync();
        await AccessibleAsync(other);
        Assert.Equal(2, provider.AskedAgain);
        await page.GetByRole(AriaRole.Button, new() { Name = "I have: sign now" }).ClickAsync();
        await Assertions.Expect(page.Locator(".signed")).ToContainTextAsync("Signed off");

        await using (var db = App.Get<Databases>().CreateDbContext())
        {
            Assert.Equal(AuthenticationMethod.OpenIdConnect, (await db.Decisions.SingleAsync()).Method);
            Assert.Equal(AuthenticationMethod.OpenIdConnect, (await db.SignOffs.SingleAsync()).Method);
            Assert.Equal((await db.Sessions.SingleAsync()).Key, (await db.Decisions.SingleAsync()).Session);
            Assert.False((await db.Installations.SingleAsync()).DemoUsed);
        }

        await page.Locator("nav .who").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "You are signed out" })).ToBeVisibleAsync();
        Assert.NotNull(provider.SignedOutWith);
        await PictureAsync(page, "signed-out");
        await AccessibleAsync(page);
        await page.GotoAsync(Links.MyReviews());
        Assert.Equal("Testland", await page.TitleAsync());

        provider.Mischief = Mischief.WrongNonce;
        await PassProviderAsync(page);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "You are not signed in" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("ask the service desk and say:");
        await PictureAsync(page, "sign-in-refused");
        await AccessibleAsync(page);
        provider.Mischief = Mischief.None;
        await page.GetByRole(AriaRole.Link, new() { Name = "Begin again" }).ClickAsync();
        await AccessibleAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Testland" }).ClickAsync();
        await PassProviderAsync(page);
        await SettledAsync(page);
    }

    [Fact]
    public async Task An_answer_for_another_or_by_another_or_too_old_or_played_again_signs_nobody_in()
    {
        await App.World.PeopleAsync([]);
        provider.SignsIn("Mia");
        await RefusedAnswers.EachSignsNobodyInAsync(await NewPageAsync(), App, provider);
    }

    [Fact]
    public async Task Whoever_is_not_bound_waits_for_an_administrator_who_binds_them_ends_their_sessions_and_unbinds_them()
    {
        await App.World.PeopleAsync([]);
        provider.SignsIn("Noa", ("email_verified", false));
        var noa = await NewPageAsync();
        await noa.GotoAsync("/");
        await PassProviderAsync(noa);
        await Assertions.Expect(noa.GetByRole(AriaRole.Heading, new() { Name = "You are not bound to a person" })).ToBeVisibleAsync();
        await Assertions.Expect(noa.Locator("main")).ToContainTextAsync("noa@example.test");
        await Assertions.Expect(noa.Locator("main")).ToContainTextAsync("Ask the service desk");
        await PictureAsync(noa, "not-bound");
        await AccessibleAsync(noa);
        await noa.GotoAsync(Links.MyReviews());
        Assert.EndsWith(Links.NotBound(), new Uri(noa.Url).AbsolutePath);

        provider.SignsIn("Ada");
        var ada = await NewPageAsync();
        await ada.GotoAsync(Links.SignIns());
        await PassProviderAsync(ada);
        await SettledAsync(ada);
        var waiting = ada.Locator("tr", new() { HasText = "address not vouched for" });
        await ada.ChooseAsync(waiting.GetByLabel("Person"), "Noa");
        await PictureAsync(ada, "sign-ins");
        await waiting.GetByRole(AriaRole.Button, new() { Name = "Bind" }).ClickAsync();
        await ada.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Bind to Noa" }).ClickAsync();
        await Assertions.Expect(ada.GetByText("None waits.")).ToBeVisibleAsync();
        await Assertions.Expect(ada.Locator("tr", new() { HasText = "ada@example.test" })).ToContainTextAsync("the last administrator’s: stays");
        await AccessibleAsync(ada);

        provider.SignsIn("Noa", ("email_verified", false));
        await noa.GotoAsync(Links.NotBound());
        await noa.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();
        await PassProviderAsync(noa);
        await SettledAsync(noa);
        await Assertions.Expect(noa.Locator("nav .who")).ToContainTextAsync("Noa");

        await ada.ReloadAsync();
        await SettledAsync(ada);
        await ada.Locator("tr", new() { HasText = "Noa" }).GetByRole(AriaRole.Button, new() { Name = "End sessions" }).ClickAsync();
        await ada.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "End sessions" }).ClickAsync();
        await Assertions.Expect(ada.Locator("tr", new() { HasText = "Noa" }).GetByRole(AriaRole.Button, new() { Name = "End sessions" })).ToHaveCountAsync(0);
        await noa.GotoAsync(Links.MyReviews());
        Assert.Equal("Testland", await noa.TitleAsync());

        await ada.Locator("tr", new() { HasText = "Noa" }).GetByRole(AriaRole.Button, new() { Name = "Unbind" }).ClickAsync();
        await ada.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Unbind" }).ClickAsync();
        await Assertions.Expect(ada.Locator("tr", new() { HasText = "Noa" })).ToHaveCountAsync(0);
        provider.SignsIn("Noa");
        await noa.ReloadAsync();
        await PassProviderAsync(noa);
        await Assertions.Expect(noa.Locator("main")).ToContainTextAsync("An administrator took this sign-in");
    }

    /// <summary>Signs the one decision, as far as the page that asks for a fresh proof.</summary>
    private static async Task SignAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign off 1" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I sign this" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Prove once more who you are" })).ToBeVisibleAsync();
    }

    /// <summary>The provider's one page.</summary>
    private static async Task PassProviderAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Go on as") }).ClickAsync();
        await Assertions.Expect(page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/authorize|signin-oidc"));
    }
}
