using System.Security.Claims;
using AccessReview.Core;
using AccessReview.Core.SignIn;
using Microsoft.AspNetCore.Authentication;

namespace AccessReview.Web.Setup;

/// <summary>Ends the session that a browser's cookie names, and the cookie with it.</summary>
internal sealed class SessionEnd(Sessions sessions, EndSessions endAll)
{
    /// <summary>Ends it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="everywhere">Whether the person's sessions in other browsers end too.</param>
    /// <returns>What a sign-out at the provider asks for, protected; null when there is nothing. A problem when the others could not be ended: then
    /// this one goes on too, so that it can be tried again.</returns>
    public async Task<Outcome<byte[]?>> RunAsync(HttpContext context, bool everywhere)
    {
        var cancel = context.RequestAborted;
        if (everywhere && Actors.Of(context.User) is { Kind: ActorKind.Person, PersonId: { } person } actor)
        {
            // The others first: this very session must still hold for the command to be heard.
            var hint = await sessions.HintAsync(actor.Session, cancel);
            if ((await endAll.RunAsync(Guid.NewGuid(), actor, person, cancel)).Problem is { } problem)
            {
                return problem;
            }

            await context.SignOutAsync();
            return hint;
        }

        var ended = context.User.FindFirstValue(SignInClaims.Session) is { } session ? await sessions.EndAsync(session, cancel) : null;
        await context.SignOutAsync();
        return ended;
    }
}
