using System.Security.Claims;
using AccessReview.Core;
using AccessReview.Core.SignIn;

namespace AccessReview.Web.Setup;

/// <summary>Begins the session that a new cookie names. One that the browser had before is over: a sign-in never goes on under an old key.
/// Whoever calls says which that was: an answer that a provider's page sends comes from another site, and so without the cookie.</summary>
internal sealed class SessionStart(Sessions sessions)
{
    /// <summary>Begins it.</summary>
    /// <param name="user">Who the new cookie says.</param>
    /// <param name="before">The session that the browser had, if it had one.</param>
    /// <param name="signOutHint">What a sign-out at the provider asks for.</param>
    /// <param name="cancel">Stops before it is written.</param>
    /// <param name="provedAt">When they proved who they are, as the provider says; null: it does not say.</param>
    public async Task RunAsync(ClaimsPrincipal user, string? before, byte[]? signOutHint, CancellationToken cancel, DateTime? provedAt = null)
    {
        if (before is not null)
        {
            await sessions.EndAsync(before, cancel);
        }

        await sessions.StartAsync(
            user.FindFirstValue(SignInClaims.Session)!, Actors.Of(user)?.PersonId, Enum.Parse<AuthenticationMethod>(user.FindFirstValue(SignInClaims.Method)!), signOutHint, cancel, provedAt);
    }

    /// <summary>Goes on under the session the browser has, when the same person proved once more who they are: what they have open stays.</summary>
    /// <returns>Who the cookie says; null: there is no such session of theirs.</returns>
    public async Task<ClaimsPrincipal?> ProvedAsync(ClaimsPrincipal user, string before, DateTime? provedAt, CancellationToken cancel) =>
        Actors.Of(user)?.PersonId is { } person && await sessions.ProvedAsync(before, person, provedAt, cancel) ? SignInClaims.Under(before, user) : null;
}
