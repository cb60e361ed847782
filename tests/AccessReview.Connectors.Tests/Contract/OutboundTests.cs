using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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

    [Theory]
    [InlineData("localhost", -1, 2)]
    [InlineData("localhost", -2, -1)]
    [InlineData("heap.example", -1, 2)]
    public async Task A_server_whose_certificate_nobody_vouches_for_is_told_nothing(string name, int fromDay, int toDay)
    {
        using var certificate = Unvouched(name, fromDay, toDay);
        await using var server = new Fakes.FakeScim { Certificate = certificate };
        await server.StartAsync();
        using var http = new ConnectorHttp(new OutboundRules { AllowLoopback = true }, TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://localhost:{new Uri(server.Address).Port}/scim/v2/Users");
        request.Headers.Authorization = new("Bearer", Fakes.FakeScim.Token);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => http.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal((ConnectorFault.Unavailable, "The certificate of localhost is not trusted."), (fault.Fault, fault.Message));
        Assert.Empty(server.Requests);
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

    private static X509Certificate2 Unvouched(string name, int fromDay, int toDay)
    {
        using var key = RSA.Create(2048);
        var asked = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        asked.CertificateExtensions.Add(names.Build());
        using var made = asked.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(fromDay), DateTimeOffset.UtcNow.AddDays(toDay));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
