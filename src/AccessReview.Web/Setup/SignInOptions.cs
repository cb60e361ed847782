using AccessReview.Core.Roles;
using AccessReview.Core.SignIn;

namespace AccessReview.Web.Setup;

/// <summary>How people prove who they are.</summary>
public enum SignInMode
{
    /// <summary>They do not: everybody chooses a person of the staff list. For trying the product out.</summary>
    Demo,

    /// <summary>Microsoft Entra ID, one tenant.</summary>
    EntraId,

    /// <summary>Any other OpenID Connect provider: Okta, Google Workspace, OneLogin.</summary>
    OpenIdConnect,
}

/// <summary>The provider of real sign-ins, and this product's registration there.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Authority">Its address; the discovery document lies under it.</param>
/// <param name="ClientId">This product's registration.</param>
/// <param name="ClientSecret">Its secret.</param>
/// <param name="TenantId">The tenant, for Entra ID.</param>
/// <param name="Scopes">Scopes asked for beyond openid, profile and email.</param>
public sealed record SignInProvider(string Name, Uri Authority, string ClientId, string ClientSecret, string? TenantId, IReadOnlyList<string> Scopes)
{
    /// <summary><c>SignIn:OpenIdConnect:VouchedDomains</c>: addresses of these domains count where the provider does not say whether they are verified.</summary>
    public IReadOnlyList<string> VouchedDomains { get; init; } = [];
}

/// <summary>The configuration section <c>SignIn</c>, checked.</summary>
public sealed record SignInOptions
{
    /// <summary><c>SignIn:Mode</c>; demo by default in development, and never elsewhere.</summary>
    public required SignInMode Mode { get; init; }

    /// <summary><c>SignIn:EntraId</c> or <c>SignIn:OpenIdConnect</c>; null in demo mode.</summary>
    public SignInProvider? Provider { get; init; }

    /// <summary><c>SignIn:FirstAdministrator</c>: an address.</summary>
    public string? FirstAdministrator { get; init; }

    /// <summary><c>SignIn:RoleClaim</c>: the claim that <see cref="RolesByValue"/> speaks of.</summary>
    public string RoleClaim { get; init; } = "";

    /// <summary><c>SignIn:Roles:Administrator</c> and so on: which value of the claim is which role.</summary>
    public IReadOnlyDictionary<string, Role> RolesByValue { get; init; } = new Dictionary<string, Role>();

    /// <summary><c>SignIn:Contact</c>: whom somebody asks who cannot get in.</summary>
    public string Contact { get; init; } = "an administrator of AccessReview";

    /// <summary><c>SignIn:IdleMinutes</c>, <c>SignIn:AbsoluteHours</c> and <c>SignIn:FreshMinutes</c>.</summary>
    public SessionLimits Limits { get; init; } = SessionLimits.Default;
}
