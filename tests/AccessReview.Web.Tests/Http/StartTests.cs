using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Builder;

namespace AccessReview.Web.Tests.Http;

public sealed class StartTests
{
    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://review.example:80")]
    [InlineData("https://localhost:5081;http://10.0.0.4:5080")]
    public void Plain_http_beyond_this_machine_is_refused(string urls)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Builder("--urls", urls).AddAddresses());

        Assert.Contains("certificate", refusal.Message);
    }

    [Theory]
    [InlineData("http://localhost:5080")]
    [InlineData("http://127.0.0.1:0;http://[::1]:5080")]
    [InlineData("https://0.0.0.0:5443")]
    public void This_machine_and_https_are_served(string urls) => Builder("--urls", urls, "--environment", "Development").AddAddresses();

    [Fact]
    public void A_named_proxy_may_stand_before_plain_http() => Builder("--urls", "http://0.0.0.0:5080", "--Proxy:Addresses:0", "10.0.0.1").AddAddresses();

    [Fact]
    public void Production_refuses_a_sign_in_that_proves_nothing()
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Builder("--environment", "Production", "--SignIn:Mode", "Demo").AddSignIn());

        Assert.Contains("refused in production", refusal.Message);
    }

    [Theory]
    [InlineData("SignIn:Mode")]
    [InlineData("SignIn:Mode is \"Magic\"", "--SignIn:Mode", "Magic")]
    [InlineData("SignIn:EntraId:TenantId is \"common\"", "--SignIn:Mode", "EntraId", "--SignIn:EntraId:TenantId", "common")]
    [InlineData("SignIn:EntraId:ClientId is not set", "--SignIn:Mode", "EntraId")]
    [InlineData("SignIn:EntraId:ClientSecret is not set", "--SignIn:Mode", "EntraId")]
    [InlineData("SignIn:EntraId:Instance is \"http://login.example\"", "--SignIn:Mode", "EntraId", "--SignIn:EntraId:Instance", "http://login.example")]
    [InlineData("SignIn:OpenIdConnect:Authority is not set", "--SignIn:Mode", "OpenIdConnect")]
    [InlineData("SignIn:OpenIdConnect:Authority is \"http://okta.example\"", "--SignIn:Mode", "OpenIdConnect", "--SignIn:OpenIdConnect:Authority", "http://okta.example")]
    [InlineData("SignIn:OpenIdConnect:ClientSecret is not set", "--SignIn:Mode", "OpenIdConnect")]
    [InlineData("SignIn:FirstAdministrator is \"Ada\"", "--SignIn:Mode", "OpenIdConnect", "--SignIn:FirstAdministrator", "Ada")]
    [InlineData("SignIn:Roles:Reviewer names no role", "--SignIn:Mode", "OpenIdConnect", "--SignIn:Roles:Reviewer:0", "staff")]
    [InlineData("SignIn:Roles:7 names no role", "--SignIn:Mode", "OpenIdConnect", "--SignIn:Roles:7:0", "staff")]
    [InlineData("SignIn:IdleMinutes is \"0\"", "--SignIn:Mode", "OpenIdConnect", "--SignIn:IdleMinutes", "0")]
    [InlineData("SignIn:AbsoluteHours is \"48\"", "--SignIn:Mode", "OpenIdConnect", "--SignIn:AbsoluteHours", "48")]
    public void A_sign_in_that_is_set_wrongly_refuses_the_start_and_names_its_key(string said, params string[] args)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Builder([.. args, "--environment", "Production"]).AddSignIn());

        Assert.Contains(said, refusal.Message);
    }

    private static WebApplicationBuilder Builder(params string[] args) => WebApplication.CreateBuilder(args);
}
