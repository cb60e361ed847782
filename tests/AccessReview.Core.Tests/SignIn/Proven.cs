using AccessReview.Core.Roles;
using AccessReview.Core.SignIn;

namespace AccessReview.Core.Tests.SignIn;

/// <summary>Sign-ins as a provider proves them.</summary>
internal static class Proven
{
    /// <summary>Of this subject with these addresses, all of them vouched for.</summary>
    public static ProvenIdentity By(string subject, params string[] addresses) =>
        new(AuthenticationMethod.OpenIdConnect, "https://login.example", subject, addresses, addresses.FirstOrDefault() ?? "", "Somebody", Role.None);

    /// <summary>Of this subject with an address that nobody vouches for.</summary>
    public static ProvenIdentity Unverified(string subject, string address) => By(subject) with { ShownAddress = address };
}
