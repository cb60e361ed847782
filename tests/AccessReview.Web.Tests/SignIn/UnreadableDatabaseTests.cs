using System.Data.Common;
using System.Net;
using System.Security.Claims;
using AccessReview.Core;
using AccessReview.Core.Persistence;
using AccessReview.Core.SignIn;
using AccessReview.Web.Components.SignIn;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AccessReview.Web.Tests.SignIn;

/// <summary>A database that cannot be read just now says nothing of anybody's session.</summary>
public sealed class UnreadableDatabaseTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Unreadable trouble = new();
    private readonly TestProvider provider = new();
    private readonly TestApp app;

    public UnreadableDatabaseTests() => app = new TestApp(provider.AsOpenIdConnect(), now: DateTime.UtcNow, interceptor: trouble);

    public async ValueTask DisposeAsync()
    {
        trouble.Now = false;
        await app.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task A_page_says_what_is_so_and_opens_again_without_a_new_sign_in()
    {
        await app.World.PeopleAsync([]);
        provider.SignsIn("Mia");
        using var browser = new HttpBrowser(app.Address);
        await browser.SignInAsync("/my-reviews");

        trouble.Now = true;
        var (status, page) = await GetAsync(browser);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("The database cannot be used just now", page, StringComparison.Ordinal);

        trouble.Now = false;
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(browser)).Status);
    }

    [Fact]
    public async Task An_open_page_stays_for_as_long_as_a_session_may_last_without_anything_done()
    {
        await app.World.PeopleAsync([]);
        var user = SignInClaims.OfPerson(app.World["Mia"], DatabaseName.Own, AuthenticationMethod.OpenIdConnect);
        await app.Get<Sessions>().StartAsync(user.FindFirstValue(SignInClaims.Session)!, app.World["Mia"], AuthenticationMethod.OpenIdConnect, signOutHint: null, CancellationToken.None);
        var clock = new FakeTimeProvider();
        using var page = new CheckedSignIn(app.Get<SessionCheck>(), SessionLimits.Default, clock, NullLogger<CheckedSignIn>.Instance);
        var closed = new TaskCompletionSource();
        page.SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));
        page.AuthenticationStateChanged += _ => closed.SetResult();

        trouble.Now = true;
        for (var minutes = 1; minutes < SessionLimits.Default.Idle.TotalMinutes; minutes++)
        {
            Assert.False(closed.Task.IsCompleted);
            clock.Advance(TimeSpan.FromMinutes(1));
            Assert.True(await trouble.Asked.WaitAsync(Patience, TestContext.Current.CancellationToken), $"after {minutes} minutes");
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        await closed.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_page_whose_first_look_failed_is_asked_about_anew_because_nobody_knows_what_was_lost_meanwhile()
    {
        await app.World.PeopleAsync([]);
        var user = SignInClaims.OfPerson(app.World["Mia"], DatabaseName.Own, AuthenticationMethod.OpenIdConnect);
        await app.Get<Sessions>().StartAsync(user.FindFirstValue(SignInClaims.Session)!, app.World["Mia"], AuthenticationMethod.OpenIdConnect, signOutHint: null, CancellationToken.None);
        var clock = new FakeTimeProvider();
        using var page = new CheckedSignIn(app.Get<SessionCheck>(), SessionLimits.Default, clock, NullLogger<CheckedSignIn>.Instance);
        trouble.Now = true;
        page.SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));
        Assert.True(await trouble.Asked.WaitAsync(Patience, TestContext.Current.CancellationToken));
        var anew = new TaskCompletionSource<AuthenticationState>();
        page.AuthenticationStateChanged += async state => anew.TrySetResult(await state);

        trouble.Now = false;
        clock.Advance(CheckedSignIn.Every);
        Assert.True((await anew.Task.WaitAsync(Patience, TestContext.Current.CancellationToken)).User.Identity?.IsAuthenticated);
    }

    private async Task<(HttpStatusCode Status, string Page)> GetAsync(HttpBrowser browser)
    {
        using var http = app.Http();
        http.DefaultRequestHeaders.Add("Cookie", "accessreview=" + browser.Cookie);
        using var answer = await http.GetAsync("/my-reviews");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A disk that gives nothing back.</summary>
    private sealed class Unreadable : DbCommandInterceptor
    {
        public bool Now { get; set; }

        /// <summary>One for each question after a session.</summary>
        public SemaphoreSlim Asked { get; } = new(0);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (!Now)
            {
                return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
            }

            if (command.CommandText.Contains("FROM \"Sessions\"", StringComparison.Ordinal))
            {
                Asked.Release();
            }

            throw new SqliteException("disk I/O error", 10);
        }
    }
}
