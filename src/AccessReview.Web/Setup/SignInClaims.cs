using System.Globalization;
using System.Security.Claims;
using AccessReview.Core;
using AccessReview.Core.Persistence;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace AccessReview.Web.Setup;

/// <summary>What the cookie says: an identity and nothing it may do; roles are read from the database at each command.</summary>
internal static class SignInClaims
{
    /// <summary>The person's key.</summary>
    public const string Person = "person";

    /// <summary>Present for the built-in first administrator.</summary>
    public const string Setup = "setup";

    /// <summary>The database the identity belongs to; the same key is another person in another database.</summary>
    public const string Database = "database";

    /// <summary>An opaque identifier of the session.</summary>
    public const string Session = "session";

    /// <summary>How they proved who they are, an <see cref="AuthenticationMethod"/>.</summary>
    public const string Method = "method";

    /// <summary>Where a sign-in waits that is bound to nobody.</summary>
    public const string Waiting = "waiting";

    /// <summary>The principal of a person.</summary>
    public static ClaimsPrincipal OfPerson(long personId, DatabaseName database, AuthenticationMethod method) =>
        New(new Claim(Person, personId.ToString(CultureInfo.InvariantCulture)), database, method);

    /// <summary>The principal of the built-in first administrator.</summary>
    public static ClaimsPrincipal OfFirstAdministrator(DatabaseName database, AuthenticationMethod method) => New(new Claim(Setup, "1"), database, method);

    /// <summary>The principal of somebody who proved who they are and is nobody here yet; it reaches no page but the one that says so.</summary>
    public static ClaimsPrincipal OfNobody(long waitingId, DatabaseName database, AuthenticationMethod method) =>
        New(new Claim(Waiting, waitingId.ToString(CultureInfo.InvariantCulture)), database, method);

    /// <summary>The same principal under a session that lasts already.</summary>
    public static ClaimsPrincipal Under(string session, ClaimsPrincipal user) => New([.. user.Claims.Where(claim => claim.Type != Session), new(Session, session)]);

    private static ClaimsPrincipal New(Claim who, DatabaseName database, AuthenticationMethod method) =>
        New([who, new(Database, database.ToString()), new(Session, Guid.NewGuid().ToString("N")), new(Method, method.ToString())]);

    private static ClaimsPrincipal New(Claim[] claims) => new(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme));
}
