using System.Security.Claims;
using AccessReview.Core.Roles;
using AccessReview.Web.Setup;

namespace AccessReview.Web.Tests.SignIn;

/// <summary>Which addresses a provider vouches for, and who its subject is.</summary>
public sealed class ProvenClaimsTests
{
    private const string Tenant = TestProvider.Tenant;
    private static readonly SignInProvider Provider = new("Test", new Uri("https://login.example"), "client", "secret", Tenant, []) { VouchedDomains = ["vouched.test"] };

    [Theory]
    [InlineData("mia@example.test", "preferred_username=mia@example.test")]
    [InlineData("mia@example.test", "upn=mia@example.test", "preferred_username=+49 30 123456")]
    [InlineData("", "preferred_username=mia.example")]
    [InlineData("", "email=mia@example.test")]
    [InlineData("", "email=mia@example.test", "email_verified=true")]
    [InlineData("", "email=mia@vouched.test")]
    [InlineData("mia@example.test", "email=mia@example.test", "xms_edov=1")]
    [InlineData("mia@example.test", "email=mia@example.test", "xms_edov=true")]
    [InlineData("", "email=mia@example.test", "xms_edov=false")]
    [InlineData("", "preferred_username=mia@example.test", "idp=https://sts.windows.net/another/")]
    [InlineData("", "preferred_username=mia@example.test", "acct=1")]
    [InlineData("mia@example.test", "preferred_username=mia@example.test", "acct=0", "idp=https://login.example/v2.0")]
    public void Entra_vouches_for_a_members_user_name_and_for_addresses_of_the_tenants_own_domains(string verified, params string[] claims)
    {
        var proven = ProvenClaims.Of(User([.. claims, "iss=https://login.example/v2.0", "oid=o1", "sub=pairwise", "tid=" + Tenant]), Options(SignInMode.EntraId))!;

        Assert.Equal((verified, "o1", Core.AuthenticationMethod.EntraId), (string.Join(' ', proven.VerifiedAddresses), proven.Subject, proven.Method));
    }

    [Theory]
    [InlineData("mia@example.test", "email=mia@example.test", "email_verified=true")]
    [InlineData("", "email=mia@example.test", "email_verified=false")]
    [InlineData("", "email=mia@example.test")]
    [InlineData("", "preferred_username=mia@example.test", "email_verified=true")]
    [InlineData("", "email=mia@example.test", "email_verified=true", "iss=https://accounts.google.com")]
    [InlineData("mia@example.test", "email=mia@example.test", "email_verified=true", "iss=https://accounts.google.com", "hd=example.test")]
    [InlineData("mia@vouched.test", "email=mia@vouched.test")]
    [InlineData("mia@VOUCHED.test", "email=mia@VOUCHED.test")]
    [InlineData("", "email=mia@vouched.test", "email_verified=false")]
    [InlineData("", "email=mia@vouched.test", "email_verified=")]
    [InlineData("", "email=mia@sub.vouched.test")]
    [InlineData("", "email=mia@notvouched.test")]
    [InlineData("", "email=mia@vouched.test@example.test")]
    [InlineData("", "email=mia@vouched.test", "iss=https://accounts.google.com")]
    public void Other_providers_vouch_for_what_they_call_verified_or_never_speak_of_in_a_named_domain_and_Google_for_its_workspaces_only(string verified, params string[] claims)
    {
        string[] issuer = claims.Any(c => c.StartsWith("iss=", StringComparison.Ordinal)) ? [] : ["iss=https://login.example"];
        var proven = ProvenClaims.Of(User([.. claims, .. issuer, "sub=s1"]), Options(SignInMode.OpenIdConnect))!;

        Assert.Equal((verified, "s1", Core.AuthenticationMethod.OpenIdConnect), (string.Join(' ', proven.VerifiedAddresses), proven.Subject, proven.Method));
    }

    [Theory]
    [InlineData(SignInMode.EntraId, "iss=https://login.example", "sub=s1", "tid=" + Tenant)]
    [InlineData(SignInMode.EntraId, "iss=https://login.example", "oid=o1", "tid=another")]
    [InlineData(SignInMode.EntraId, "iss=https://login.example", "oid=o1")]
    [InlineData(SignInMode.OpenIdConnect, "iss=https://login.example")]
    [InlineData(SignInMode.OpenIdConnect, "sub=s1")]
    public void A_token_that_does_not_say_whose_it_is_proves_nobody(SignInMode mode, params string[] claims) => Assert.Null(ProvenClaims.Of(User(claims), Options(mode)));

    [Fact]
    public void Roles_come_from_the_configured_values_of_the_configured_claim_and_from_nothing_else()
    {
        var proven = ProvenClaims.Of(
            User(["iss=https://login.example", "sub=s1", "groups=g-audit", "groups=g-all", "groups=ADMINS", "roles=admins"]), Options(SignInMode.OpenIdConnect))!;

        Assert.Equal(Role.Auditor, proven.Roles);
    }

    private static ClaimsPrincipal User(IEnumerable<string> claims) => new(new ClaimsIdentity(claims.Select(c => new Claim(c.Split('=', 2)[0], c.Split('=', 2)[1])), "test"));

    private static SignInOptions Options(SignInMode mode) => new()
    {
        Mode = mode, Provider = Provider, RoleClaim = "groups", RolesByValue = new Dictionary<string, Role> { ["g-audit"] = Role.Auditor, ["admins"] = Role.Administrator },
    };
}
