using System.Globalization;
using System.Security.Claims;
using AccessReview.Core;

namespace AccessReview.Web.Setup;

/// <summary>Who a signed-in principal is to the product.</summary>
public static class Actors
{
    /// <summary>The actor; null when the sign-in is bound to nobody.</summary>
    public static Actor? Of(ClaimsPrincipal user)
    {
        if (user.FindFirstValue(SignInClaims.Session) is not { } session || !Enum.TryParse<AuthenticationMethod>(user.FindFirstValue(SignInClaims.Method), out var method))
        {
            return null;
        }

        return long.TryParse(user.FindFirstValue(SignInClaims.Person), NumberStyles.None, CultureInfo.InvariantCulture, out var person)
            ? new Actor(ActorKind.Person, person, method, session)
            : user.HasClaim(claim => claim.Type == SignInClaims.Setup) ? new Actor(ActorKind.FirstAdministrator, null, method, session) : null;
    }

    /// <summary>The actor of an endpoint that lets only bound sign-ins through.</summary>
    public static Actor Require(ClaimsPrincipal user) => Of(user) ?? throw new InvalidOperationException("The sign-in is bound to nobody.");
}
