using System.Security.Claims;
using AccessReview.Core.SignIn;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace AccessReview.Web.Setup;

/// <summary>Notes that the person of an open page does something: whoever works on one page for hours is not idle.</summary>
internal sealed class SeenInCircuit(Sessions sessions, AuthenticationStateProvider signIn) : CircuitHandler
{
    /// <inheritdoc/>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        if ((await signIn.GetAuthenticationStateAsync()).User.FindFirstValue(SignInClaims.Session) is { } session)
        {
            sessions.Seen(session);
        }

        await next(context);
    };
}
