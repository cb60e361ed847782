using System.Net;
using AccessReview.Core.Persistence;
using AccessReview.Web.Setup;
using AccessReview.Web.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Web.Tests.SignIn;

/// <summary>What a provider, or somebody in between, may send that proves nothing.</summary>
public sealed class RefusedSignInTests(SignInApp one) : IClassFixture<SignInApp>
{
    private readonly TestProvider provider = one.Provider;

    [Theory]
    [InlineData("OpenIdConnect")]
    [InlineData("EntraId")]
    public async Task Whatever_is_wrong_with_the_answer_nobody_is_signed_in_and_a_page_says_what_to_do(string mode)
    {
        var entra = mode == "EntraId";
        await using var ofEntra = entra ? new TestApp(provider.AsEntraId(), now: DateTime.UtcNow) : null;
        await (ofEntra?.World.PeopleAsync([]) ?? Task.CompletedTask);
        var app = ofEntra ?? one.App;
        SignsIn(entra, "Mia");
        await SignsInWellAsync(app);
        var traces = await TracesAsync(app);
        (Mischief Mischief, string Happened)[] cases =
        [
            (Mischief.WrongIssuer, "does not prove who you are"),
            (Mischief.WrongAudience, "does not prove who you are"),
            (Mischief.WrongNonce, "does not prove who you are"),
            (Mischief.WrongSignature, "does not prove who you are"),
            (Mischief.Unsigned, "does not prove who you are"),
            (Mischief.Expired, "too old"),
            (Mischief.CodeUsedTwice, "used before"),
            (Mischief.TokenOfBefore, "does not prove who you are"),
            (Mischief.OtherVerifier, "used before"),
            (Mischief.Denies, "broken off"),
            (Mischief.NoSubject, entra ? "does not say who you are" : "does not prove who you are"),
            .. entra ? [] : new[] { (Mischief.OtherSubjectAtUserInfo, "does not prove who you are") },
        ];
        foreach (var (mischief, happened) in cases)
        {
            provider.Mischief = mischief;
            using var browser = new HttpBrowser(app.Address);
            var page = await browser.SignInAsync();
            Assert.True(browser.At.AbsolutePath == "/sign-in/refused" && page.Contains(happened), $"{mischief}: {browser.At}");
            Assert.False(browser.SignedIn, mischief.ToString());
            Assert.DoesNotContain("Exception", page);
        }

        provider.Mischief = Mischief.None;
        Assert.Equal(traces, await TracesAsync(app));
    }

    [Fact]
    public async Task An_answer_sent_twice_or_from_another_browser_signs_nobody_in()
    {
        SignsIn(entra: false, "Mia");
        using var browser = new HttpBrowser(one.App.Address);
        await browser.SignInAsync();
        Assert.True(browser.SignedIn);

        Assert.Contains("used before", await browser.SendAsync("/signin-oidc", browser.Sent));
        using var other = new HttpBrowser(one.App.Address);
        Assert.Contains("used before", await other.SendAsync("/signin-oidc", browser.Sent));
        Assert.Contains("used before", await other.SendAsync("/signin-oidc", new() { ["code"] = "made-up", ["state"] = "made-up" }));
        Assert.False(other.SignedIn);
    }

    [Fact]
    public async Task Whoever_sends_answers_of_the_provider_without_end_is_stopped_before_it_is_asked_about_them()
    {
        await using var app = new TestApp(provider.AsOpenIdConnect(), now: DateTime.UtcNow);
        using var http = app.Http();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i <= Limits.SignInsAtOnce; i++)
        {
            using var answer = await http.PostAsync(ProviderSetup.CallbackPath, new FormUrlEncodedContent([new("code", "made-up"), new("state", "made-up")]));
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.TooManyRequests), (statuses[0], statuses[^1]));
    }

    [Theory]
    [InlineData("OpenIdConnect")]
    [InlineData("EntraId")]
    public async Task The_log_of_a_sign_in_holds_no_cookie_and_nothing_that_the_provider_said_of_a_person_or_that_they_searched_for(string mode)
    {
        var entra = mode == "EntraId";
        SignsIn(entra, "Mia");
        using var log = new KeptLog();
        await using var app = new TestApp(new(NothingTold.Everything.Concat(entra ? provider.AsEntraId() : provider.AsOpenIdConnect())), log, DateTime.UtcNow);
        await app.World.PeopleAsync([]);
        using var browser = new HttpBrowser(app.Address);
        await browser.SignInAsync("/my-reviews?search=wanda%40example.test");
        Assert.Equal((true, "/my-reviews"), (browser.SignedIn, browser.At.AbsolutePath));

        foreach (var refused in new[] { Mischief.Denies, Mischief.CodeUsedTwice })
        {
            provider.Mischief = refused;
            using var other = new HttpBrowser(app.Address);
            await other.SignInAsync();
            Assert.Equal((refused, "/sign-in/refused"), (refused, other.At.AbsolutePath));
        }

        provider.Mischief = Mischief.None;
        var lines = string.Join('\n', log.Lines);
        Assert.Contains("was refused: BrokenOff. ", lines, StringComparison.Ordinal);
        Assert.Contains("(invalid_grant)", lines, StringComparison.Ordinal);
        Assert.Contains("Trace Microsoft.AspNetCore", lines, StringComparison.Ordinal);
        string[] never = [.. browser.SetCookies.Select(c => c.Split('=', 2)[1].Split(';')[0]), .. browser.Sent.Values, "mia@", "wanda", provider.AsOpenIdConnect()["SignIn:OpenIdConnect:ClientSecret"]];
        Assert.DoesNotContain(never.Where(n => n.Length > 3), n => lines.Contains(n, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_a_page_and_no_fault()
    {
        provider.Mischief = Mischief.Silent;
        await using var app = new TestApp(provider.AsOpenIdConnect(), now: DateTime.UtcNow);
        using var browser = new HttpBrowser(app.Address);

        Assert.Contains("does not answer", await browser.SignInAsync());
        provider.Mischief = Mischief.None;
    }

    [Fact]
    public async Task Choosing_who_you_are_does_not_exist_where_people_prove_it()
    {
        using var http = one.App.Http();
        foreach (var address in (string[])[Links.DemoSignIn(), Links.StartWithOwnFiles(), Links.LoadSample(), Links.LeaveSample()])
        {
            using var answer = await http.PostAsync(address, new FormUrlEncodedContent([new("person", "1")]));
            Assert.Equal((address, HttpStatusCode.Redirect, Links.StartSignIn()), (address, answer.StatusCode, answer.Headers.Location?.AbsolutePath));
            Assert.False(answer.Headers.Contains("Set-Cookie"), address);
        }

        using var welcome = await http.GetAsync(Links.Welcome());
        Assert.Equal(Links.SignIn(), welcome.Headers.Location!.AbsolutePath);
    }

    /// <summary>What a sign-in leaves behind: sessions, bindings, and who waits to be bound.</summary>
    private static async Task<(int Sessions, int Bound, int Waiting)> TracesAsync(TestApp app)
    {
        await using var db = app.Get<Databases>().CreateDbContext();
        return (await db.Sessions.CountAsync(), await db.SignInIdentities.CountAsync(), await db.WaitingSignIns.CountAsync());
    }

    private void SignsIn(bool entra, string name)
    {
        provider.Mischief = Mischief.None;
        if (entra)
        {
            provider.SignsInMember(name);
        }
        else
        {
            provider.SignsIn(name);
        }
    }

    private static async Task SignsInWellAsync(TestApp app)
    {
        using var browser = new HttpBrowser(app.Address);
        await browser.SignInAsync("/my-reviews");
        Assert.Equal((true, "/my-reviews"), (browser.SignedIn, browser.At.AbsolutePath));
    }
}
