using System.Globalization;
using System.Security.Claims;
using AccessReview.Core;
using AccessReview.Core.Roles;
using AccessReview.Core.SignIn;

namespace AccessReview.Web.Setup;

/// <summary>Reads a provider's claims, once, when its token was validated; nothing after this knows their names. Decides which
/// addresses the provider vouches for.</summary>
internal static class ProvenClaims
{
    private const long MaxSeconds = 253_402_300_800;
    private const string Verified = "email_verified";

    /// <summary>What was proved; null when the token does not say who it is of.</summary>
    public static ProvenIdentity? Of(ClaimsPrincipal user, SignInOptions options)
    {
        var issuer = user.FindFirstValue("iss");
        var subject = user.FindFirstValue(options.Mode == SignInMode.EntraId ? "oid" : "sub");
        if (string.IsNullOrEmpty(issuer) || issuer.Length > SignInIdentity.MaxText || string.IsNullOrEmpty(subject) || subject.Length > SignInIdentity.MaxText)
        {
            return null;
        }

        var roles = user.FindAll(options.RoleClaim).Aggregate(Role.None, (all, claim) => all | options.RolesByValue.GetValueOrDefault(claim.Value));
        var name = user.FindFirstValue("name") ?? "";
        var email = user.FindFirstValue("email") ?? "";
        if (options.Mode == SignInMode.EntraId)
        {
            return user.FindFirstValue("tid") == options.Provider!.TenantId
                ? new ProvenIdentity(AuthenticationMethod.EntraId, issuer, subject, VerifiedByEntra(user, issuer), UserName(user) is { Length: > 0 } shown ? shown : email, name, roles)
                : null;
        }

        string[] verified = email.Length > 0 && IsVouchedFor(user, email, options.Provider!) && (issuer != ProviderSetup.Google || user.HasClaim(claim => claim.Type == "hd")) ? [email] : [];
        return new ProvenIdentity(AuthenticationMethod.OpenIdConnect, issuer, subject, verified, email, name, roles);
    }

    /// <summary>When they proved it, as the token says (OpenID Connect Core, <c>auth_time</c>); null: it does not say.</summary>
    public static DateTime? ProvedAt(ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue("auth_time"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < MaxSeconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime
            : null;

    /// <summary>Entra ID says of no address that it is verified. A member's user name is one: its domain belongs to the tenant and only
    /// the tenant's administrators give it. A guest's is not (another provider signed them in), and neither is the e-mail attribute,
    /// which anybody may fill, unless the domain's owner is the tenant (<c>xms_edov</c>).</summary>
    private static List<string> VerifiedByEntra(ClaimsPrincipal user, string issuer)
    {
        var verified = new List<string>();
        var isGuest = (user.FindFirstValue("idp") is { } provider && provider != issuer) || user.FindFirstValue("acct") == "1";
        if (!isGuest && UserName(user).Contains('@', StringComparison.Ordinal))
        {
            verified.Add(UserName(user));
        }

        if (IsTrue(user, "xms_edov") && user.FindFirstValue("email") is { Length: > 0 } email)
        {
            verified.Add(email);
        }

        return verified;
    }

    /// <summary>OneLogin never says whether an address is verified; of which domains it gives the addresses itself, the configuration says. A no
    /// stays a no.</summary>
    private static bool IsVouchedFor(ClaimsPrincipal user, string email, SignInProvider provider) => user.HasClaim(claim => claim.Type == Verified)
        ? IsTrue(user, Verified)
        : provider.VouchedDomains.Contains(email[(email.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase);

    private static string UserName(ClaimsPrincipal user) => user.FindFirstValue("upn") ?? user.FindFirstValue("preferred_username") ?? "";

    private static bool IsTrue(ClaimsPrincipal user, string claim) => user.FindFirstValue(claim) is { } value && (value.Equals("true", StringComparison.OrdinalIgnoreCase) || value == "1");
}
