using System.Security.Claims;
using AccessReview.Core;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.SignIn;
using AccessReview.Web.Components.SignIn;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AccessReview.Web.Tests.SignIn;

/// <summary>How long a session lasts, and what ends it.</summary>
public sealed class SessionTests(SignInApp one) : IClassFixture<SignInApp>
{
    private readonly TestApp app = one.App;
    private readonly TestProvider provider = one.Provider;

    [Fact]
    public async Task A_cookie_is_worth_nothing_after_a_sign_out_a_newer_sign_in_an_hour_of_rest_or_the_end_of_the_session()
    {
        provider.SignsIn("Mia");
        using var browser = new HttpBrowser(app.Address);
        var before = await SignedInAsync(browser);

        await browser.SignInAsync("/my-reviews");
        Assert.False(await IsGoodAsync(before));
        Assert.True(await IsGoodAsync(browser.Cookie!));

        var cookie = browser.Cookie!;
        var page = await browser.OpenAsync("/my-reviews");
        var signedOut = await browser.SendAsync(Links.SignOut(), HttpBrowser.Inputs(page).Where(f => f.Key == "__RequestVerificationToken").ToDictionary());
        Assert.Contains("/oidc/logout?", signedOut);
        Assert.False(await IsGoodAsync(cookie));

        cookie = await SignedInAsync(browser);
        await app.Get<EndSessions>().RunAsync(Guid.NewGuid(), app.World.As("Ada"), app.World["Mia"], CancellationToken.None);
        Assert.False(await IsGoodAsync(cookie));

        cookie = await SignedInAsync(browser);
        app.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.True(await IsGoodAsync(cookie));
        app.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.True(await IsGoodAsync(cookie));
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.False(await IsGoodAsync(cookie));
    }

    [Fact]
    public async Task Over_https_the_sessions_cookie_is_of_this_host_alone_and_no_cookie_is_ever_sent_in_clear()
    {
        provider.SignsIn("Mia");
        using var browser = new HttpBrowser(app.Address) { Forwarded = "https" };
        await browser.SignInAsync();

        var cookie = browser.SetCookies.Single(c => c.StartsWith("__Host-accessreview=", StringComparison.Ordinal));
        Assert.Equal(["httponly", "path=/", "samesite=lax", "secure"], cookie.Split("; ").Skip(1).Select(p => p.ToLowerInvariant()).Order(StringComparer.Ordinal));
        Assert.All(browser.SetCookies, c => Assert.Contains("; secure", c, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_whole_sign_in_and_sign_out_sets_these_cookies_and_no_others()
    {
        provider.SignsIn("Mia");
        using var browser = new HttpBrowser(app.Address) { Forwarded = "https" };
        await browser.SignInAsync("/my-reviews");
        var page = await browser.OpenAsync("/my-reviews");
        await browser.SendAsync(Links.SignOut(), HttpBrowser.Inputs(page).Where(f => f.Key == "__RequestVerificationToken").ToDictionary());

        Assert.Equal(
            [
                (".AspNetCore.Correlation", "none", "/signin-oidc", true), (".AspNetCore.OpenIdConnect.Nonce", "none", "/signin-oidc", true),
                ("__Host-accessreview", "lax", "/", true), ("accessreview-form", "lax", "/", true),
            ],
            browser.SetCookies.Select(Told).Distinct().OrderBy(c => c.Name, StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_open_page_closes_within_two_minutes_of_the_end_of_its_session_and_stays_open_until_then()
    {
        var user = SignInClaims.OfPerson(app.World["Noa"], DatabaseName.Own, AuthenticationMethod.OpenIdConnect);
        await app.Get<Sessions>().StartAsync(user.FindFirstValue(SignInClaims.Session)!, app.World["Noa"], AuthenticationMethod.OpenIdConnect, signOutHint: null, CancellationToken.None);
        var (clock, check) = (new FakeTimeProvider(), app.Get<SessionCheck>());
        using var page = new CheckedSignIn(check, SessionLimits.Default, clock, NullLogger<CheckedSignIn>.Instance);
        var closed = new TaskCompletionSource();
        page.SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));
        page.AuthenticationStateChanged += async state =>
        {
            Assert.False((await state).User.Identity?.IsAuthenticated);
            closed.SetResult();
        };

        clock.Advance(CheckedSignIn.Every);
        clock.Advance(CheckedSignIn.Every);
        Assert.False(closed.Task.IsCompleted);
        await app.World.LeaveAsync("Noa");
        Assert.True(CheckedSignIn.Every * 2 <= TimeSpan.FromMinutes(2));
        for (var minutes = 0; minutes < 2 && !closed.Task.IsCompleted; minutes++)
        {
            clock.Advance(CheckedSignIn.Every);
            await Task.WhenAny(closed.Task, check.IsGoodAsync(user, CancellationToken.None));
        }

        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Roles_of_the_claim_come_and_go_with_sign_ins_through_the_provider()
    {
        using var browser = new HttpBrowser(app.Address);
        provider.SignsIn("Mia", ("groups", new[] { "everybody", "auditors" }));
        await browser.SignInAsync();
        Assert.Equal([(Role.Auditor, RoleSource.Claim, true)], await GrantsAsync());

        provider.SignsIn("Mia", ("groups", "everybody"));
        await browser.SignInAsync();
        Assert.Equal([(Role.Auditor, RoleSource.Claim, false)], await GrantsAsync());
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_the_persons_other_sessions_too_and_nobody_elses()
    {
        using var owen = new HttpBrowser(app.Address);
        using var here = new HttpBrowser(app.Address);
        using var other = new HttpBrowser(app.Address);
        provider.SignsIn("Owen");
        var owens = await SignedInAsync(owen);
        provider.SignsIn("Mia");
        var cookies = new[] { await SignedInAsync(here), await SignedInAsync(other) };
        var page = await here.OpenAsync("/my-reviews");

        var bye = await here.SendAsync(Links.SignOut(), new() { ["__RequestVerificationToken"] = HttpBrowser.Inputs(page)["__RequestVerificationToken"], ["everywhere"] = "true" });

        Assert.Contains("id_token_hint=", bye);
        Assert.False(await IsGoodAsync(cookies[0]) || await IsGoodAsync(cookies[1]));
        Assert.True(await IsGoodAsync(owens));
        await using var db = app.Get<Databases>().CreateDbContext();
        var mia = "person:" + app.World["Mia"];
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Type == nameof(SessionsEnded) && e.Actor == mia));
    }

    [Fact]
    public async Task Signing_out_everywhere_that_could_not_be_done_says_so_and_can_be_tried_again()
    {
        using var here = new HttpBrowser(app.Address);
        provider.SignsIn("Owen");
        var cookie = await SignedInAsync(here);
        var page = await here.OpenAsync("/my-reviews");
        Dictionary<string, string> everywhere = new() { ["__RequestVerificationToken"] = HttpBrowser.Inputs(page)["__RequestVerificationToken"], ["everywhere"] = "true" };
        await using (var other = app.Get<Databases>().CreateDbContext())
        {
            // Another program holds the file.
            await using var held = await other.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable);
            await other.Database.ExecuteSqlRawAsync("UPDATE \"Installations\" SET \"DemoUsed\" = \"DemoUsed\"");
            Assert.Contains("You are still signed in", await here.SendAsync(Links.SignOut(), everywhere));
        }

        Assert.True(await IsGoodAsync(cookie));
        Assert.Contains("id_token_hint=", await here.SendAsync(Links.SignOut(), everywhere));
        Assert.False(await IsGoodAsync(cookie));
    }

    [Fact]
    public async Task A_page_of_an_earlier_sign_in_ends_no_session_and_leads_to_where_this_one_can_be_ended()
    {
        using var browser = new HttpBrowser(app.Address);
        provider.SignsIn("Owen");
        await browser.SignInAsync("/my-reviews");
        Dictionary<string, string> old = new() { ["__RequestVerificationToken"] = HttpBrowser.Inputs(await browser.OpenAsync("/my-reviews"))["__RequestVerificationToken"] };
        await browser.SignInAsync("/my-reviews");
        var cookie = browser.Cookie!;

        var page = await browser.SendAsync(Links.SignOut(), old);

        Assert.Contains("was opened before your last sign-in in this browser. Nothing was ended yet", page);
        Assert.True(await IsGoodAsync(cookie));
        Assert.Contains("/oidc/logout?", await browser.SendAsync(Links.SignOut(), HttpBrowser.Inputs(page).Where(f => f.Key == "__RequestVerificationToken").ToDictionary()));
        Assert.False(await IsGoodAsync(cookie));
    }

    [Fact]
    public async Task An_identity_that_was_chosen_in_demo_mode_is_worth_nothing_where_people_prove_it()
    {
        foreach (var (method, good) in new[] { (AuthenticationMethod.Demo, false), (AuthenticationMethod.EntraId, false), (AuthenticationMethod.OpenIdConnect, true) })
        {
            var user = SignInClaims.OfPerson(app.World["Mia"], DatabaseName.Own, method);
            await app.Get<Sessions>().StartAsync(user.FindFirstValue(SignInClaims.Session)!, app.World["Mia"], method, signOutHint: null, CancellationToken.None);
            Assert.Equal((method, good), (method, await app.Get<SessionCheck>().IsGoodAsync(user, CancellationToken.None)));
        }
    }

    [Fact]
    public async Task A_provider_without_a_sign_out_is_named_on_the_way_out()
    {
        // The discovery document is read once, so this needs a product of its own.
        provider.HasSignOut = false;
        await using var own = new TestApp(provider.AsOpenIdConnect(), now: DateTime.UtcNow);
        await own.World.PeopleAsync([]);
        provider.SignsIn("Mia");
        using var browser = new HttpBrowser(own.Address);
        await SignedInAsync(browser);
        var page = await browser.OpenAsync("/my-reviews");

        Assert.Contains("still be signed in at Testland", await browser.SendAsync(Links.SignOut(), HttpBrowser.Inputs(page).Where(f => f.Key == "__RequestVerificationToken").ToDictionary()));
        provider.HasSignOut = true;
    }

    // The two of a sign-in under way end in what is theirs alone.
    private static (string Name, string SameSite, string Path, bool HttpOnly) Told(string cookie)
    {
        List<string> parts = [.. cookie.Split("; ").Select(p => p.ToLowerInvariant())];
        string Of(string part) => parts.Single(p => p.StartsWith(part + "=", StringComparison.Ordinal))[(part.Length + 1)..];
        var name = cookie.Split('=')[0];
        return (new[] { ".AspNetCore.Correlation", ".AspNetCore.OpenIdConnect.Nonce" }.FirstOrDefault(own => name.StartsWith(own + ".", StringComparison.Ordinal)) ?? name, Of("samesite"), Of("path"), parts.Contains("httponly"));
    }

    private static async Task<string> SignedInAsync(HttpBrowser browser)
    {
        await browser.SignInAsync("/my-reviews");
        Assert.Equal("/my-reviews", browser.At.AbsolutePath);
        return browser.Cookie!;
    }

    private async Task<bool> IsGoodAsync(string cookie)
    {
        using var http = app.Http();
        http.DefaultRequestHeaders.Add("Cookie", "accessreview=" + cookie);
        using var answer = await http.GetAsync("/my-reviews");
        return answer.IsSuccessStatusCode;
    }

    private async Task<List<(Role, RoleSource, bool)>> GrantsAsync()
    {
        await using var db = app.Get<Databases>().CreateDbContext();
        return [.. (await db.RoleGrants.Where(g => g.PersonId == app.World["Mia"] && g.Source == RoleSource.Claim).ToListAsync()).Select(g => (g.Role, g.Source, g.EndedAt is null))];
    }
}
