using System.Net;

namespace AccessReview.Web.Tests.Http;

public sealed class EntranceTests : IDisposable
{
    private readonly TestApp app = new();

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task Health_answers_without_a_sign_in_and_readiness_looks_at_the_database()
    {
        using var http = app.Http();

        Assert.Equal("Healthy", await http.GetStringAsync("/health"));
        Assert.Equal("Healthy", await http.GetStringAsync("/health/ready"));
    }

    [Fact]
    public async Task Every_address_but_the_entrance_asks_for_a_sign_in()
    {
        using var http = app.Http();
        foreach (var address in (string[])[Links.Overview(), Links.MyReviews(), Links.Campaigns(), Links.EvidencePack(1), Links.Audit(), "/nowhere"])
        {
            using var answer = await http.GetAsync(address);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Equal(Links.SignIn(), answer.Headers.Location!.AbsolutePath);
        }
    }

    [Fact]
    public async Task No_circuit_opens_without_a_sign_in()
    {
        using var http = app.Http();
        using var answer = await http.PostAsync("/_blazor/negotiate?negotiateVersion=1", content: null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Answers_forbid_what_the_product_does_not_do()
    {
        using var http = app.Http();
        using var answer = await http.GetAsync(Links.Welcome());

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("script-src 'self';", policy);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("https://{host}")] // This host, but another scheme: another origin.
    [InlineData("null")]
    public async Task A_page_of_another_site_gets_no_connection(string origin)
    {
        using var http = app.Http();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", origin.Replace("{host}", app.Address.Authority, StringComparison.Ordinal));

        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_sign_in_without_the_form_of_this_product_is_refused()
    {
        using var http = app.Http();
        using var answer = await http.PostAsync("/sign-in/demo", new FormUrlEncodedContent([new("person", "1")]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
