using AccessReview.Connectors.Http;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

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

    [Theory]
    [InlineData("--urls", "https://0.0.0.0:5443", "--http_ports", "8080")]
    [InlineData("--Kestrel:Endpoints:Https:Url", "https://0.0.0.0:5443", "--urls", "http://0.0.0.0:5080", "--http_ports", "8080")]
    public void Plain_http_that_the_server_would_not_open_is_no_reason_to_refuse(params string[] args) => Builder([.. args, "--environment", "Development"]).AddAddresses();

    [Theory]
    [InlineData("--http_ports", "8080")]
    [InlineData("--Kestrel:Endpoints:Https:Url", "https://0.0.0.0:5443", "--urls", "http://0.0.0.0:5080", "--preferHostingUrls", "true")]
    public void Plain_http_that_the_server_would_open_is(params string[] args) =>
        Assert.Contains("in clear", Assert.Throws<StartRefusedException>(() => Builder([.. args, "--environment", "Development"]).AddAddresses()).Message, StringComparison.Ordinal);

    [Fact]
    public void Beside_addresses_the_server_opens_no_port_that_a_container_names()
    {
        using var app = new TestApp(new() { [WebHostDefaults.HttpPortsKey] = "65000" });
        var opened = Assert.Single(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses);
        Assert.StartsWith("http://127.0.0.1:", opened, StringComparison.Ordinal);
        Assert.NotEqual(65000, new Uri(opened).Port);
    }

    [Fact]
    public void A_named_proxy_may_stand_before_plain_http() => Builder("--urls", "http://0.0.0.0:5080", "--Proxy:Addresses:0", "10.0.0.1").AddAddresses();

    [Fact]
    public void Production_refuses_a_sign_in_that_proves_nothing()
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Builder("--environment", "Production", "--SignIn:Mode", "Demo").AddSignIn());

        Assert.Contains("refused in production", refusal.Message);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public void Outside_development_the_services_of_this_machine_are_not_called(string environment)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Builder("--environment", environment, "--Outbound:AllowLoopback", "true").AddConnections());

        Assert.Contains("Outbound:AllowLoopback is \"true\"", refusal.Message);
    }

    [Theory]
    [InlineData("Development", "true", true)]
    [InlineData("Development", "false", false)]
    [InlineData("Production", "false", false)]
    public void Development_may_call_the_services_of_this_machine(string environment, string asked, bool may)
    {
        var builder = Builder("--environment", environment, "--Outbound:AllowLoopback", asked);
        builder.AddConnections();

        Assert.Equal(may, builder.Services.Select(s => s.ImplementationInstance).OfType<OutboundRules>().Single().AllowLoopback);
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
    [InlineData("SignIn:OpenIdConnect:VouchedDomains:0 is \"@example.com\"", "--SignIn:Mode", "OpenIdConnect", "--SignIn:OpenIdConnect:VouchedDomains:0", "@example.com")]
    [InlineData("SignIn:OpenIdConnect:VouchedDomains:1 is \"example\"", "--SignIn:Mode", "OpenIdConnect", "--SignIn:OpenIdConnect:VouchedDomains:0", "example.com", "--SignIn:OpenIdConnect:VouchedDomains:1", "example")]
    [InlineData("SignIn:OpenIdConnect:VouchedDomains is \"example.com\"", "--SignIn:Mode", "OpenIdConnect", "--SignIn:OpenIdConnect:VouchedDomains", "example.com")]
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
