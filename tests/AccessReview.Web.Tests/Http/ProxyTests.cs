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
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("Host", "review.example")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("x-forwarded-proto", "https")]
    [InlineData("Forwarded", "for=203.0.113.7;proto=https")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Who_comes_through_a_proxy_on_this_machine_that_nobody_named_is_refused_and_the_log_says_once_what_to_name(string header, string value)
    {
        using var log = new KeptLog();
        using var app = new TestApp(new() { ["Health:MinimumFreeMegabytes"] = "2000000000" }, log);
        using var http = app.Http();
        http.DefaultRequestHeaders.Add(header, value);
        using var first = await http.GetAsync(Links.Welcome());
        using var second = await http.GetAsync("/");
        Assert.All(new[] { first, second }, answer => Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode));
        Assert.Single(log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("name it in Proxy:Addresses", StringComparison.Ordinal));
        using var ready = await http.GetAsync("/health/ready");
        Assert.Equal("Unhealthy", await ready.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:8080")]
    [InlineData("review.localhost")]
    [InlineData("127.0.0.2:5080")]
    [InlineData("[::1]:5080")]
    public async Task Who_asks_for_a_name_that_only_this_machine_has_is_answered_and_told_in_words(string host)
    {
        using var app = new TestApp(new() { ["Health:MinimumFreeMegabytes"] = "2000000000" });
        using var http = app.Http();
        http.DefaultRequestHeaders.Host = host;
        using var page = await http.GetAsync(Links.Welcome());
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using var ready = await http.GetAsync("/health/ready");
        Assert.StartsWith("Unhealthy\nThe disk", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("127.0.0.1")] // A browser's own, which a proxy that sets none passes on.
    public async Task Nobody_behind_a_proxy_on_this_machine_is_of_this_machine_whomever_it_names(string? named)
    {
        using var app = new TestApp(new() { ["Proxy:Addresses:0"] = "127.0.0.1", ["Health:MinimumFreeMegabytes"] = "2000000000" });
        using var plain = await AskAsync(app, Links.Welcome(), "http", named);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, plain.StatusCode);
        using var over = await AskAsync(app, Links.Welcome(), "https", named);
        Assert.Equal(HttpStatusCode.OK, over.StatusCode);
        using var stranger = await AskAsync(app, "/health/ready", "http", named);
        Assert.Equal("Unhealthy", await stranger.Content.ReadAsStringAsync());
        using var http = app.Http();
        using var here = await http.GetAsync("/health/ready");
        Assert.StartsWith("Unhealthy\nThe disk", await here.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("203.0.113.7", 0)]
    public async Task A_proxy_that_does_not_say_for_whom_it_asks_is_told_of_once_in_the_log(string? named, int times)
    {
        using var log = new KeptLog();
        using var app = new TestApp(new() { ["Proxy:Addresses:0"] = "127.0.0.1" }, log);
        using var first = await AskAsync(app, Links.Welcome(), "https", named);
        using var second = await AskAsync(app, Links.Welcome(), "https", named);
        Assert.Equal(times, log.Lines.Count(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("Let it send X-Forwarded-For", StringComparison.Ordinal)));
    }

    private static async Task<HttpResponseMessage> AskAsync(TestApp app, string path, string scheme, string? named = "203.0.113.7")
    {
        using var http = app.Http();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Forwarded-Proto", scheme);
        if (named is not null)
        {
            request.Headers.Add("X-Forwarded-For", named);
        }

        request.Headers.Add("X-Forwarded-Host", "review.example");
        return await http.SendAsync(request);
    }
}
