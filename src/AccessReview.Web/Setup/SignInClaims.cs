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

    /// <summary>The principal of a person who was chosen.</summary>
    public static ClaimsPrincipal OfPerson(long personId, DatabaseName database) =>
        New(new Claim(Person, personId.ToString(CultureInfo.InvariantCulture)), database);

    /// <summary>The principal of the built-in first administrator.</summary>
    public static ClaimsPrincipal OfFirstAdministrator(DatabaseName database) => New(new Claim(Setup, "1"), database);

    private static ClaimsPrincipal New(Claim who, DatabaseName database) => new(new ClaimsIdentity(
        [who, new(Database, database.ToString()), new(Session, Guid.NewGuid().ToString("N")), new(Method, nameof(AuthenticationMethod.Demo))],
        CookieAuthenticationDefaults.AuthenticationScheme));
}
