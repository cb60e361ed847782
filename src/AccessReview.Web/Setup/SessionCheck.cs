using System.Security.Claims;
using AccessReview.Core;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.SignIn;

namespace AccessReview.Web.Setup;

/// <summary>Whether a session still holds: its identity is of the database in use and was proved in the way that is asked for now, nobody
/// ended it, neither limit has passed, and the person still works here.</summary>
internal sealed class SessionCheck(Databases databases, Sessions sessions, WorksHere worksHere, MayOpen mayOpen, SignInOptions options)
{
    // An identity that was chosen in demo mode is worth nothing once people prove who they are.
    private readonly string method = (options.Mode switch
    {
        SignInMode.Demo => AuthenticationMethod.Demo,
        SignInMode.EntraId => AuthenticationMethod.EntraId,
        SignInMode.OpenIdConnect => AuthenticationMethod.OpenIdConnect,
        _ => throw new InvalidOperationException($"Unknown mode {options.Mode}."),
    }).ToString();

    /// <summary>The roles of a person; none of anybody else. The built-in first administrator hands over and loses nothing.</summary>
    public async Task<Role> RolesAsync(ClaimsPrincipal user, CancellationToken cancel) => Actors.Of(user) is { Kind: ActorKind.Person } person
        ? (await mayOpen.RunAsync(person, Place.Own, new PlaceKeys(), cancel)).Reader
        : Role.None;

    /// <summary>Whether it holds.</summary>
    public async Task<bool> IsGoodAsync(ClaimsPrincipal user, CancellationToken cancel)
    {
        if (user.FindFirstValue(SignInClaims.Database) != databases.Current.ToString() || user.FindFirstValue(SignInClaims.Method) != method
            || user.FindFirstValue(SignInClaims.Session) is not { } session || !await sessions.IsAliveAsync(session, cancel))
        {
            return false;
        }

        return Actors.Of(user) is not { Kind: ActorKind.Person, PersonId: { } person } || await worksHere.RunAsync(person, cancel);
    }
}
