using System.Net;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Tests.Contract;

/// <summary>Where the product may call, whatever an administrator enters.</summary>
public sealed class OutboundTests
{
    [Theory]
    [InlineData("http://heap.example/scim")]
    [InlineData("ftp://heap.example/")]
    [InlineData("https://user:secret@heap.example/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://[::ffff:169.254.169.254]/")]
    [InlineData("https://0.0.0.0/")]
    public void An_address_that_must_not_be_called_is_refused_with_a_sentence(string address) =>
        Assert.NotNull(new OutboundRules().Problem(new Uri(address)));

    [Fact]
    public void A_public_https_address_may_be_called() => Assert.Null(new OutboundRules().Problem(new Uri("https://core.amplitude.com/scim/1/")));

    [Fact]
    public void With_a_list_of_names_only_those_and_what_lies_beneath_may_be_called()
    {
        var rules = new OutboundRules { Hosts = ["heap.example", ".okta.com"] };
        Assert.Null(rules.Problem(new Uri("https://heap.example/")));
        Assert.Null(rules.Problem(new Uri("https://harbourlight.okta.com/")));
        Assert.Contains("Outbound:Hosts", rules.Problem(new Uri("https://evil-okta.com/")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.2.2.3", false)]
    [InlineData("169.254.1.1", false)]
    public void A_private_network_is_called_only_where_it_was_named(string address, bool may) =>
        Assert.Equal(may, new OutboundRules { Networks = [IPNetwork.Parse("10.1.0.0/16"), IPNetwork.Parse("169.254.0.0/16")] }.MayCall(IPAddress.Parse(address)));

    [Fact]
    public async Task A_name_that_resolves_to_this_machine_is_not_connected_to()
    {
        using var http = new ConnectorHttp(new OutboundRules(), TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://localhost/");
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => http.SendAsync(request, TestContext.Current.CancellationToken));
        Assert.Equal(ConnectorFault.Unsafe, fault.Fault);
    }

    [Fact]
    public async Task A_drip_of_bytes_does_not_hold_the_line_for_ever()
    {
        await using var server = new Fakes.FakeScim();
        server.Before = async (context, _) =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, " ");
                await context.Response.Body.FlushAsync();
                await Task.Yield();
            }

            return true;
        };
        await server.StartAsync();
        using var http = new ConnectorHttp(new OutboundRules { AllowLoopback = true }, TimeProvider.System) { Patience = TimeSpan.FromMilliseconds(200) };
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Base + "/Users");
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => http.SendAsync(request, TestContext.Current.CancellationToken));
        Assert.True(fault.Fault is ConnectorFault.Unavailable or ConnectorFault.Malformed);
    }
}
