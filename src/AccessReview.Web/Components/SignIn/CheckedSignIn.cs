using System.Security.Claims;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace AccessReview.Web.Components.SignIn;

/// <summary>The sign-in of an open page, looked at again every minute: somebody who left, or whose session was ended, does not keep a
/// page that was open. A check that fails twice in a row counts as a no.</summary>
internal sealed partial class CheckedSignIn : ServerAuthenticationStateProvider, IDisposable
{
    /// <summary>How often it is looked at.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource gone = new();
    private readonly SessionCheck check;
    private readonly TimeProvider time;
    private readonly ILogger<CheckedSignIn> log;

    public CheckedSignIn(SessionCheck check, TimeProvider time, ILogger<CheckedSignIn> log)
    {
        (this.check, this.time, this.log) = (check, time, log);
        AuthenticationStateChanged += Watch;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AuthenticationStateChanged -= Watch;
        gone.Cancel();
        gone.Dispose();
    }

    private void Watch(Task<AuthenticationState> state) => _ = WatchAsync(state, gone.Token);

    private async Task WatchAsync(Task<AuthenticationState> state, CancellationToken cancel)
    {
        try
        {
            var user = (await state).User;
            var failures = 0;
            using var timer = new PeriodicTimer(Every, time);
            while (user.Identity is { IsAuthenticated: true } && await timer.WaitForNextTickAsync(cancel))
            {
                var holds = await HoldsAsync(user, cancel);
                failures = holds is null ? failures + 1 : 0;
                if (holds == false || failures > 1)
                {
                    SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The page is closed.
        }
    }

    /// <summary>Whether it holds; null when that could not be found out.</summary>
    private async Task<bool?> HoldsAsync(ClaimsPrincipal user, CancellationToken cancel)
    {
        try
        {
            return await check.IsGoodAsync(user, cancel);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The session of an open page could not be checked.")]
    private partial void LogFailed(Exception failure);
}
