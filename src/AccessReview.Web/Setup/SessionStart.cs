using System.Security.Claims;
using AccessReview.Core;
using AccessReview.Core.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace AccessReview.Web.Setup;

/// <summary>Begins the session that a new cookie names. One that the browser had before is over: a sign-in never goes on under an old key.</summary>
internal sealed class SessionStart(Sessions sessions)
{
    /// <summary>Begins it.</summary>
    public async Task RunAsync(HttpContext context, ClaimsPrincipal user, byte[]? signOutHint)
    {
        if ((await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme)).Principal?.FindFirstValue(SignInClaims.Session) is { } before)
        {
            await sessions.EndAsync(before, context.RequestAborted);
        }

        await sessions.StartAsync(
            user.FindFirstValue(SignInClaims.Session)!, Actors.Of(user)?.PersonId, Enum.Parse<AuthenticationMethod>(user.FindFirstValue(SignInClaims.Method)!), signOutHint, context.RequestAborted);
    }
}
