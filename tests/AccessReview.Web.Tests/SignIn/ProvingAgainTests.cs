using AccessReview.Core;
using AccessReview.Core.Persistence;
using AccessReview.Core.SignIn;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Web.Tests.SignIn;

/// <summary>To the provider once more from an open tab, and back from what is another site to a browser.</summary>
public sealed class ProvingAgainTests(SignInApp one) : IClassFixture<SignInApp>
{
    private readonly TestApp app = one.App;
    private readonly TestProvider provider = one.Provider;

    [Fact]
    public async Task Whoever_proves_it_again_may_sign_in_the_tab_they_had_open()
    {
        SignsIn("Mia");
        using var browser = new HttpBrowser(app.Address);
        await browser.SignInAsync("/my-reviews");
        var tab = new Actor(ActorKind.Person, app.World["Mia"], AuthenticationMethod.OpenIdConnect, (await LastingAsync("Mia")).Single());
        Assert.False(await app.Get<FreshProof>().IsFreshAsync(tab, CancellationToken.None));

        await browser.ProveAgainAsync();

        Assert.Equal(Links.Proved(), browser.At.AbsolutePath);
        Assert.True(await app.Get<FreshProof>().IsFreshAsync(tab, CancellationToken.None));
        Assert.Equal([tab.Session], await LastingAsync("Mia"));
        await browser.OpenAsync("/my-reviews");
        Assert.Equal("/my-reviews", browser.At.AbsolutePath);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_provider_that_does_not_say_when_it_was_signs_people_in_and_proves_nothing_for_a_signature(bool entra)
    {
        await using var silent = new TestProvider { Mischief = Mischief.NoTime };
        await using var own = new TestApp(entra ? silent.AsEntraId() : silent.AsOpenIdConnect(), now: DateTime.UtcNow);
        await own.World.PeopleAsync([]);
        if (entra)
        {
            silent.SignsInMember("Mia");
        }
        else
        {
            silent.SignsIn("Mia");
        }

        using var browser = new HttpBrowser(own.Address);
        await browser.SignInAsync("/my-reviews");
        Assert.Equal("/my-reviews", browser.At.AbsolutePath);
        var tab = new Actor(ActorKind.Person, own.World["Mia"], entra ? AuthenticationMethod.EntraId : AuthenticationMethod.OpenIdConnect, (await LastingAsync("Mia", own)).Single());

        // Whether it asked them or somebody took the wish out of its address, nobody can tell.
        await browser.ProveAgainAsync();
        Assert.Equal(Links.Proved(untold: true), browser.At.PathAndQuery);
        Assert.False(await own.Get<FreshProof>().IsFreshAsync(tab, CancellationToken.None));
        Assert.Equal([tab.Session], await LastingAsync("Mia", own));
    }

    [Fact]
    public async Task A_provider_that_did_not_ask_again_proves_nothing_by_the_time_it_says()
    {
        SignsIn("Noa", Mischief.OldProof);
        using var browser = new HttpBrowser(app.Address);
        await browser.SignInAsync("/my-reviews");
        var tab = new Actor(ActorKind.Person, app.World["Noa"], AuthenticationMethod.OpenIdConnect, (await LastingAsync("Noa")).Single());

        await browser.ProveAgainAsync();
        Assert.Equal(Links.Proved(), browser.At.PathAndQuery);
        Assert.False(await app.Get<FreshProof>().IsFreshAsync(tab, CancellationToken.None));
    }

    [Theory]
    [InlineData("https://accounts.google.com", false)]
    [InlineData(null, true)]
    public async Task Where_a_provider_takes_no_such_prompt_people_choose_their_account_once_more_and_may_sign(string? issuer, bool names)
    {
        await using var choosy = new TestProvider { Issuer = issuer, Prompts = ["none", "consent", "select_account"], NamesPrompts = names };
        await using var own = new TestApp(choosy.AsOpenIdConnect(), now: DateTime.UtcNow);
        await own.World.PeopleAsync([]);
        choosy.SignsIn("Mia", ("hd", "example.test"));
        using var browser = new HttpBrowser(own.Address);
        await browser.SignInAsync("/my-reviews");
        var tab = new Actor(ActorKind.Person, own.World["Mia"], AuthenticationMethod.OpenIdConnect, (await LastingAsync("Mia", own)).Single());
        Assert.False(await own.Get<FreshProof>().IsFreshAsync(tab, CancellationToken.None));

        await browser.ProveAgainAsync();

        Assert.Equal((Links.Proved(), 1), (browser.At.AbsolutePath, choosy.AskedAgain));
        Assert.True(await own.Get<FreshProof>().IsFreshAsync(tab, CancellationToken.None));
    }

    [Fact]
    public async Task Somebody_else_who_proves_it_there_proves_nothing_for_the_person_before_and_ends_their_session()
    {
        SignsIn("Owen");
        using var browser = new HttpBrowser(app.Address);
        await browser.SignInAsync();
        Assert.Single(await LastingAsync("Owen"));

        SignsIn("Ada");
        await browser.ProveAgainAsync();

        Assert.Empty(await LastingAsync("Owen"));
        Assert.Single(await LastingAsync("Ada"));
    }

    [Fact]
    public async Task The_forms_of_a_tab_that_was_open_still_hold_after_another_site_opened_a_page_in_another_tab()
    {
        SignsIn("Ada");
        using var browser = new HttpBrowser(app.Address);
        await browser.SignInAsync("/my-reviews");
        var tab = HttpBrowser.Inputs(await browser.OpenAsync("/my-reviews"));

        await browser.ProveAgainAsync();

        Assert.Contains("/oidc/logout?", await browser.SendAsync(Links.SignOut(), new() { ["__RequestVerificationToken"] = tab["__RequestVerificationToken"] }));
    }

    private void SignsIn(string name, Mischief mischief = Mischief.None)
    {
        provider.SignsIn(name);
        (provider.ProvedAt, provider.Mischief) = (null, mischief);
    }

    private async Task<List<string>> LastingAsync(string name, TestApp? other = null)
    {
        var product = other ?? app;
        await using var db = product.Get<Databases>().CreateDbContext();
        var person = product.World[name];
        return await db.Sessions.Where(s => s.PersonId == person && s.EndedAt == null).Select(s => s.Key).ToListAsync();
    }
}
