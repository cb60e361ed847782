using System.Security.Claims;
using AccessReview.Core;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.SignIn;

namespace AccessReview.Web.Setup;

/// <summary>Whether a session still holds: its identity is of the database in use, nobody ended it, neither limit has passed, and the
/// person still works here.</summary>
internal sealed class SessionCheck(Databases databases, Sessions sessions, WorksHere worksHere)
{
    public async Task<bool> IsGoodAsync(ClaimsPrincipal user, CancellationToken cancel)
    {
        if (user.FindFirstValue(SignInClaims.Database) != databases.Current.ToString() || user.FindFirstValue(SignInClaims.Session) is not { } session
            || !await sessions.IsAliveAsync(session, cancel))
        {
            return false;
        }

        return Actors.Of(user) is not { Kind: ActorKind.Person, PersonId: { } person } || await worksHere.RunAsync(person, cancel);
    }
}
