using System.Net;

namespace AccessReview.Web.Tests.Http;

public sealed class ProxyTests
{
    [Fact]
    public async Task A_named_proxy_says_that_the_browser_came_over_https()
    {
        using var app = new TestApp(new() { ["Proxy:Addresses:0"] = "127.0.0.1", ["Proxy:Addresses:1"] = "10.0.0.0/8" });
        using var over = await AskAsync(app, Links.Welcome(), "https");
        Assert.Contains("wss://review.example", over.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("max-age=31536000; includeSubDomains", over.Headers.GetValues("Strict-Transport-Security").Single());

        // What reaches the proxy over plain http is not served, but for probes.
        using var plain = await AskAsync(app, Links.Welcome(), "http");
        Assert.Equal(HttpStatusCode.MisdirectedRequest, plain.StatusCode);
        Assert.Contains("https only", await plain.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var probe = await AskAsync(app, "/health", "http");
        Assert.Equal(HttpStatusCode.OK, probe.StatusCode);
    }

    [Theory]
    [InlineData("10.9.9.9")]
    [InlineData("")]
    public async Task Nobody_else_is_believed_not_even_on_this_machine(string named)
    {
        using var app = new TestApp(named.Length == 0 ? [] : new() { ["Proxy:Addresses:0"] = named });
        using var answer = await AskAsync(app, Links.Welcome(), "https");
        Assert.Contains("ws://127.0.0.1", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("review.example", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> AskAsync(TestApp app, string path, string scheme)
    {
        using var http = app.Http();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Forwarded-Proto", scheme);
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Host", "review.example");
        return await http.SendAsync(request);
    }
}
