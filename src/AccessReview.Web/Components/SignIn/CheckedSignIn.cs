using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace AccessReview.Web.Components.SignIn;

/// <summary>The sign-in of an open page, looked at again every minute: somebody who left does not keep a page that was open.</summary>
internal sealed class CheckedSignIn(ILoggerFactory log, SessionCheck check) : RevalidatingServerAuthenticationStateProvider(log)
{
    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        check.IsGoodAsync(authenticationState.User, cancellationToken);
}
