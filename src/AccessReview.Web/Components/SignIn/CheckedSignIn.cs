using System.Security.Claims;
using AccessReview.Core.Persistence;
using AccessReview.Core.SignIn;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace AccessReview.Web.Components.SignIn;

/// <summary>The sign-in of an open page, looked at again every minute: somebody who left, or whose session was ended, does not keep a
/// page that was open. A check that fails twice in a row counts as a no; one that the database cannot answer just now does not, for as long as a
/// session may last without anything done.</summary>
internal sealed partial class CheckedSignIn : ServerAuthenticationStateProvider, IDisposable
{
    /// <summary>How often it is looked at.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private const int MostFailures = 2;

    private readonly CancellationTokenSource gone = new();
    private readonly SessionCheck check;
    private readonly SessionLimits limits;
    private readonly TimeProvider time;
    private readonly ILogger<CheckedSignIn> log;
    private int failures;

    public CheckedSignIn(SessionCheck check, SessionLimits limits, TimeProvider time, ILogger<CheckedSignIn> log)
    {
        (this.check, this.limits, this.time, this.log) = (check, limits, time, log);
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
            using var timer = new PeriodicTimer(Every, time);
            while (user.Identity is { IsAuthenticated: true } && await timer.WaitForNextTickAsync(cancel))
            {
                if (!await HoldsAsync(user, cancel))
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

    private async Task<bool> HoldsAsync(ClaimsPrincipal user, CancellationToken cancel)
    {
        try
        {
            var holds = await check.IsGoodAsync(user, cancel);
            failures = 0;
            return holds;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure);
            return ++failures < (StorageTrouble.Of(failure) is null ? MostFailures : limits.Idle / Every);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The session of an open page could not be checked.")]
    private partial void LogFailed(Exception failure);
}
