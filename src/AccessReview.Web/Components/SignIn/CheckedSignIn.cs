using System.Security.Claims;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.SignIn;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace AccessReview.Web.Components.SignIn;

/// <summary>The sign-in of an open page, looked at again every minute: somebody who left, or whose session was ended, does not keep a
/// page that was open. Of somebody who lost a role it is said anew who they are, so that the gate asks whether the page is still theirs. A
/// check that fails twice in a row counts as a no; one that the database cannot answer just now does not, for as long as a session may last
/// without anything done.</summary>
internal sealed partial class CheckedSignIn : ServerAuthenticationStateProvider, IDisposable
{
    /// <summary>How often it is looked at.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private const int MostFailures = 2;

    private readonly Lifetime gone = new();
    private readonly SessionCheck check;
    private readonly SessionLimits limits;
    private readonly TimeProvider time;
    private readonly ILogger<CheckedSignIn> log;
    private int failures;
    private Role? held;

    public CheckedSignIn(SessionCheck check, SessionLimits limits, TimeProvider time, ILogger<CheckedSignIn> log)
    {
        (this.check, this.limits, this.time, this.log) = (check, limits, time, log);
        AuthenticationStateChanged += Watch;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AuthenticationStateChanged -= Watch;
        gone.Dispose();
    }

    private void Watch(Task<AuthenticationState> state) => _ = WatchAsync(state, gone.Token);

    private async Task WatchAsync(Task<AuthenticationState> state, CancellationToken cancel)
    {
        try
        {
            var user = (await state).User;
            if (user.Identity is not { IsAuthenticated: true })
            {
                return;
            }

            // The request that opens the page was checked itself: from this look only the roles are kept.
            using var timer = new PeriodicTimer(Every, time);
            await LookAsync(user, cancel);
            var found = Found.AsBefore;
            while (found == Found.AsBefore && await timer.WaitForNextTickAsync(cancel))
            {
                found = await LookAsync(user, cancel);
            }

            // What is said anew is watched anew.
            SetAuthenticationState(Task.FromResult(new AuthenticationState(found == Found.RoleLost ? user : new ClaimsPrincipal(new ClaimsIdentity()))));
        }
        catch (OperationCanceledException)
        {
            // The page is closed.
        }
    }

    private async Task<Found> LookAsync(ClaimsPrincipal user, CancellationToken cancel)
    {
        try
        {
            var holds = await check.IsGoodAsync(user, cancel);
            var roles = await check.RolesAsync(user, cancel);

            // After a first look that failed nobody knows what was lost meanwhile: the gate asks.
            var lost = held is { } before ? (before & ~roles) != Role.None : failures > 0;
            (held, failures) = (roles, 0);
            return !holds ? Found.Over : lost ? Found.RoleLost : Found.AsBefore;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure);
            return ++failures < (StorageTrouble.Of(failure) is null ? MostFailures : limits.Idle / Every) ? Found.AsBefore : Found.Over;
        }
    }

    /// <summary>What a look at it found.</summary>
    private enum Found
    {
        /// <summary>It holds, with all roles of before.</summary>
        AsBefore,

        /// <summary>It holds, and a role of before is gone.</summary>
        RoleLost,

        /// <summary>It does not hold.</summary>
        Over,
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The session of an open page could not be checked.")]
    private partial void LogFailed(Exception failure);
}
