using System.Globalization;

namespace AccessReview.Core;

/// <summary>How the person at the other end proved who they are; printed beside every sign-off.</summary>
public enum AuthenticationMethod
{
    /// <summary>Demo mode: the identity was chosen, not authenticated.</summary>
    Demo,

    /// <summary>Microsoft Entra ID.</summary>
    EntraId,

    /// <summary>Any other OpenID Connect provider.</summary>
    OpenIdConnect,

    /// <summary>The product itself: the clock, the import of the sample organisation, an upgrade.</summary>
    Product,
}

/// <summary>What kind of author an act has.</summary>
public enum ActorKind
{
    /// <summary>A person of a staff list.</summary>
    Person,

    /// <summary>The built-in first administrator of an installation in which nobody holds a role yet.</summary>
    FirstAdministrator,

    /// <summary>The product itself.</summary>
    Product,
}

/// <summary>Who asks. Carries an identity only: the roles are read from the database at each command, so that a role
/// taken away stops at once.</summary>
/// <param name="Kind">What kind of author.</param>
/// <param name="PersonId">The person, for <see cref="ActorKind.Person"/>.</param>
/// <param name="Method">How they proved who they are.</param>
/// <param name="Session">An opaque identifier of the session, at most 64 characters.</param>
public sealed record Actor(ActorKind Kind, long? PersonId, AuthenticationMethod Method, string Session)
{
    private const string PersonKey = "person:";

    /// <summary>The product itself.</summary>
    public static Actor Product { get; } = new(ActorKind.Product, null, AuthenticationMethod.Product, "product");

    /// <summary>A person signed in in demo mode; also what tests use.</summary>
    public static Actor Demo(long personId, string session = "demo") => new(ActorKind.Person, personId, AuthenticationMethod.Demo, session);

    /// <summary>The built-in first administrator.</summary>
    public static Actor FirstAdministrator(string session = "demo") => new(ActorKind.FirstAdministrator, null, AuthenticationMethod.Demo, session);

    /// <summary>The actor as events and rows name it: <c>person:12</c>, <c>first-administrator</c> or <c>product</c>.</summary>
    public string Key => Kind switch
    {
        ActorKind.Person => string.Create(CultureInfo.InvariantCulture, $"{PersonKey}{PersonId}"),
        ActorKind.FirstAdministrator => "first-administrator",
        ActorKind.Product => "product",
        _ => throw new InvalidOperationException($"Unknown actor kind {Kind}."),
    };

    /// <summary>The person behind a <see cref="Key"/>; null for the product itself and the first administrator.</summary>
    public static long? PersonOf(string? key) =>
        key is not null && key.StartsWith(PersonKey, StringComparison.Ordinal)
        && long.TryParse(key.AsSpan(PersonKey.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var person) ? person : null;
}
