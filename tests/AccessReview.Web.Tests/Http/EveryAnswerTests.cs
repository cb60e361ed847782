using System.Net;
using System.Text.RegularExpressions;
using AccessReview.Core.Tests;
using AccessReview.Web.Setup;
using AccessReview.Web.Tests.SignIn;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Web.Tests.Http;

/// <summary>What holds for every answer and every post, whatever the address: asked of the routes themselves, so that a new one is asked too.</summary>
public sealed class EveryAnswerTests : IDisposable
{
    private static readonly Dictionary<string, string> Values = new(StringComparer.OrdinalIgnoreCase) { ["kind"] = "Users", ["Number"] = "1", ["path"] = "x" };
    private readonly TestApp app = new();

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task Every_answer_forbids_what_the_product_does_not_do_errors_and_files_included_and_none_is_a_fault()
    {
        using var http = await SignedInAsync(name: "Owen");
        var addresses = Routes(app, "GET").Select(r => Fill(r.RoutePattern.RawText!)).Concat(["/nowhere", "/css/base.css", "/campaigns/x", "/removals.csv?show=nothing", "/removals.csv?show=99", "/removals.csv?age=99"]).Distinct().ToList();
        Assert.True(addresses.Count > 40, $"{addresses.Count} addresses");
        var wrong = new List<string>();
        foreach (var address in addresses)
        {
            using var answer = await http.GetAsync(address);
            string Of(string header) => answer.Headers.TryGetValues(header, out var values) ? string.Join(';', values) : "";
            foreach (var (header, part) in new[]
            {
                ("Content-Security-Policy", "default-src 'self'"), ("Content-Security-Policy", "object-src 'none'; frame-ancestors 'none'; form-action 'self'"), ("Content-Security-Policy", "script-src 'self';"),
                ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"), ("Permissions-Policy", "camera=()"),
            })
            {
                if (!Of(header).Contains(part, StringComparison.Ordinal))
                {
                    wrong.Add($"{address} ({answer.StatusCode}): {header} says \"{Of(header)}\", not {part}");
                }
            }

            // What names people is kept by no cache; files that are the same for everybody may be.
            if (!Of("Cache-Control").Contains("no-store", StringComparison.Ordinal) && answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType is "text/html" or "application/zip" or "text/csv")
            {
                wrong.Add($"{address}: may be cached");
            }

            if (answer.StatusCode == HttpStatusCode.InternalServerError)
            {
                wrong.Add($"{address}: went wrong");
            }

            if (Of("Server").Length > 0 || Of("X-Powered-By").Length > 0)
            {
                wrong.Add($"{address}: names its server");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task No_post_without_the_token_of_our_own_page_does_anything_from_whatever_form()
    {
        using var http = await SignedInAsync(name: "Ada");
        Assert.True(await RefusesPostsAsync(app, http) >= 8);
        using var still = await http.GetAsync("/settings");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode); // Still Ada, who is an administrator, and still signed in.
    }

    [Fact]
    public async Task With_a_provider_no_post_without_the_token_does_anything_either()
    {
        await using var provider = new TestProvider();
        await using var real = new TestApp(provider.AsOpenIdConnect(), now: DateTime.UtcNow);
        await real.World.PeopleAsync([]);
        provider.SignsIn("Ada");
        using var browser = new HttpBrowser(real.Address);
        await browser.SignInAsync();
        using var http = real.Http();
        http.DefaultRequestHeaders.Add("Cookie", $"accessreview={browser.Cookie}");
        Assert.True(await RefusesPostsAsync(real, http) >= 4);
        using var still = await http.GetAsync("/settings");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task Whoever_asks_too_often_is_told_to_wait_and_nothing_breaks()
    {
        await app.World.PeopleAsync(["Pat"]);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 600 && refused is null; i++)
        {
            var answer = await http.PostAsync("/sign-in/demo", new FormUrlEncodedContent([]));
            refused = answer.StatusCode == HttpStatusCode.TooManyRequests ? answer : null;
        }

        Assert.NotNull(refused);
        Assert.Equal("60", refused.Headers.GetValues("Retry-After").Single());
        Assert.Contains("wait a minute", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("nosniff", refused.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health")).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/removals.csv")]
    [InlineData("GET", "/campaigns/1/evidence.zip")]
    [InlineData("POST", "/imports/1/files/Users")]
    [InlineData("POST", "/removals/proofs")]
    public async Task Whoever_takes_away_or_brings_in_too_much_is_told_to_wait_and_goes_on_reading(string method, string address)
    {
        using var http = await SignedInAsync();
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 200 && refused is null; i++)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            var answer = await http.SendAsync(request);
            refused = answer.StatusCode == HttpStatusCode.TooManyRequests ? answer : null;
        }

        Assert.Contains("wait a minute", await Assert.IsType<HttpResponseMessage>(refused).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/my-reviews")).StatusCode);
    }

    [Theory]
    [InlineData("/campaigns?tab=items", "/campaigns?tab=items")]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("https://elsewhere.example/", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("/\t/elsewhere.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("", "/")]
    public async Task After_the_sign_in_the_way_leads_to_an_address_of_this_product_only(string asked, string led)
    {
        using var http = await SignedInAsync(asked, led);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/my-reviews")).StatusCode);
    }

    [Fact]
    public async Task What_is_downloaded_is_saved_under_our_own_name_and_never_shown_by_the_browser()
    {
        using var http = await SignedInAsync(name: "Owen");
        await app.World.HeapAsync(new TestAccount("Pat"));
        await app.World.LaunchAsync();
        await using var db = app.Get<Core.Persistence.Databases>().CreateDbContext();
        var turn = await db.ReviewTurns.SingleAsync();
        (await app.Get<Core.Reviewing.DecideItem>().RunAsync(Guid.NewGuid(), app.World.As("Mia"), new Core.Reviewing.ItemChoice(turn.Id, turn.EventSeq, Core.Campaigns.DecisionKind.Certify), default)).Require();
        (await app.Get<Core.Evidence.MakeEdition>().RunAsync(turn.CampaignId, Core.Actor.Product.Key, null, default)).Require();
        foreach (var (address, name) in new[] { ("/removals.csv", @"[\w.-]+\.csv"), ("/campaigns/1/evidence.zip", @"[\w.-]+\.zip"), ("/campaigns/1/evidence.xlsx", @"[\w.-]+\.xlsx"), ("/campaigns/register.xlsx", @"[\w.-]+\.xlsx") })
        {
            using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
            Assert.Matches($"^\"?{name}\"?$", answer.Content.Headers.ContentDisposition.FileName!);
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }
    }

    /// <summary>Posts to every address that takes a post, and gives how many endpoints beside the pages there are.</summary>
    private static async Task<int> RefusesPostsAsync(TestApp of, HttpClient http)
    {
        var posts = Routes(of, "POST").Where(r => !r.RoutePattern.RawText!.TrimStart('/').StartsWith("_blazor", StringComparison.Ordinal)).ToList();
        var wrong = new List<string>();
        foreach (var route in posts)
        {
            var address = Fill(route.RoutePattern.RawText!);
            using HttpContent form = address.StartsWith("/imports", StringComparison.Ordinal) || address.StartsWith("/removals/proofs", StringComparison.Ordinal)
                ? new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "file", "users.csv" } } : new FormUrlEncodedContent([new("person", $"{of.World["Mia"]}")]);
            using var answer = await http.PostAsync(address, form);

            // A sign-out without one signs nobody out, and leads to where it can be done.
            if (address == Links.SignOut() && answer is { StatusCode: HttpStatusCode.Found, Headers.Location.OriginalString: var led } && led == Links.StillSignedIn(olderPage: true))
            {
                continue;
            }

            // A page is not found where what it shows does not exist, before anybody asks for a token. Whatever does something is no page.
            if (answer.StatusCode != HttpStatusCode.BadRequest && !(answer.StatusCode == HttpStatusCode.NotFound && IsPage(route)))
            {
                wrong.Add($"{address}: {answer.StatusCode}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        return posts.Count(r => !IsPage(r));
    }

    private static bool IsPage(RouteEndpoint route) => route.Metadata.GetMetadata<OpensAttribute>() is not null;

    private static IEnumerable<RouteEndpoint> Routes(TestApp of, string method) => of.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(method) ?? method == "GET");

    private static string Fill(string template) => "/" + Regex.Replace(
        template.Trim('/'), @"\{\*{0,2}(?<name>\w+)[^}]*\}", m => Values.GetValueOrDefault(m.Groups["name"].Value, "1"), RegexOptions.None, TimeSpan.FromSeconds(1));

    private async Task<HttpClient> SignedInAsync(string returnTo = "/", string led = "/", string name = "Pat")
    {
        await app.World.PeopleAsync(["Pat"]);
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() }) { BaseAddress = app.Address };
        var page = await http.GetStringAsync("/sign-in");
        var token = Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(5)).Groups["token"].Value;
        using var signedIn = await http.PostAsync("/sign-in/demo", new FormUrlEncodedContent([new("person", $"{app.World[name]}"), new("returnTo", returnTo), new("__RequestVerificationToken", token)]));
        Assert.Equal((HttpStatusCode.Redirect, led), (signedIn.StatusCode, signedIn.Headers.Location!.ToString()));
        return http;
    }
}
