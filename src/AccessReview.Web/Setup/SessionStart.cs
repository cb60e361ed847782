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
    public async Task RunAsync(HttpContext context, ClaimsPrincipal user, byte[]? signOutHint, DateTime? provedAt = null)
    {
        if ((await BeforeAsync(context))?.FindFirstValue(SignInClaims.Session) is { } before)
        {
            await sessions.EndAsync(before, context.RequestAborted);
        }

        await sessions.StartAsync(
            user.FindFirstValue(SignInClaims.Session)!, Actors.Of(user)?.PersonId, Enum.Parse<AuthenticationMethod>(user.FindFirstValue(SignInClaims.Method)!), signOutHint, context.RequestAborted, provedAt);
    }

    /// <summary>Goes on under the session the browser has, when the same person proved once more who they are: what they have open stays.</summary>
    /// <returns>Who the cookie said before; null: there is no such session.</returns>
    public async Task<ClaimsPrincipal?> ProvedAsync(HttpContext context, ClaimsPrincipal user, DateTime? provedAt)
    {
        var before = await BeforeAsync(context);
        return Actors.Of(user)?.PersonId is { } person && before?.FindFirstValue(SignInClaims.Session) is { } session
            && before.FindFirstValue(SignInClaims.Person) == user.FindFirstValue(SignInClaims.Person) && before.FindFirstValue(SignInClaims.Database) == user.FindFirstValue(SignInClaims.Database)
            && await sessions.ProvedAsync(session, person, provedAt, context.RequestAborted) ? before : null;
    }

    private static async Task<ClaimsPrincipal?> BeforeAsync(HttpContext context) => (await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme)).Principal;
}
