using System.Net;
using System.Text.RegularExpressions;

namespace AccessReview.Web.Tests.SignIn;

/// <summary>As much of a browser as a sign-in needs, without its waiting: cookies for one address (secure ones too, as browsers do on
/// this machine) that go along from another site only as they say, forms, redirects.</summary>
internal sealed class HttpBrowser : IDisposable
{
    private readonly Uri address;
    private readonly HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly Dictionary<string, (string Value, string SameSite)> cookies = [];

    public HttpBrowser(Uri address) => this.address = At = address;

    /// <summary>The product's cookie, if it holds one.</summary>
    public string? Cookie => cookies.GetValueOrDefault("accessreview").Value ?? cookies.GetValueOrDefault("__Host-accessreview").Value;

    /// <summary>Whether it holds the product's cookie.</summary>
    public bool SignedIn => Cookie is not null;

    /// <summary>Every cookie the product set, as it set it.</summary>
    public List<string> SetCookies { get; } = [];

    /// <summary>The scheme that a proxy before the product ended.</summary>
    public string? Forwarded { get; init; }

    /// <summary>The last form of a provider, as it was sent.</summary>
    public Dictionary<string, string> Sent { get; private set; } = [];

    /// <summary>Where it is.</summary>
    public Uri At { get; private set; }

    public void Dispose() => http.Dispose();

    /// <summary>Opens an address of the product and follows until a page comes.</summary>
    public Task<string> OpenAsync(string path) => FollowAsync(HttpMethod.Get, new Uri(address, path), content: null, address.Host);

    /// <summary>Signs in: to the provider, its one form, and back.</summary>
    public Task<string> SignInAsync(string path = "/") => PassProviderAsync(Links.StartSignIn(path));

    /// <summary>Proves it once more, in another tab.</summary>
    public Task<string> ProveAgainAsync() => PassProviderAsync(Links.ProveAgain());

    /// <summary>Sends a form of the page where it is.</summary>
    public Task<string> SendAsync(string to, Dictionary<string, string> fields) => FollowAsync(HttpMethod.Post, new Uri(address, to), new FormUrlEncodedContent(fields), At.Host);

    /// <summary>The fields of a page's forms, the first of each name.</summary>
    public static Dictionary<string, string> Inputs(string html) =>
        Regex.Matches(html, "<input[^>]* name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"").DistinctBy(m => m.Groups["name"].Value).ToDictionary(m => m.Groups["name"].Value, m => WebUtility.HtmlDecode(m.Groups["value"].Value));

    private static string Match(string html, string pattern) => WebUtility.HtmlDecode(Regex.Match(html, pattern).Groups["v"].Value);

    private async Task<string> PassProviderAsync(string start)
    {
        var form = await OpenAsync(start);
        if (!form.Contains("<title>Testland"))
        {
            return form;
        }

        Sent = Inputs(form);
        return await SendAsync(Match(form, "action=\"(?<v>[^\"]+)\"").Replace("https://127.0.0.1", "http://127.0.0.1", StringComparison.Ordinal), Sent);
    }

    private async Task<string> FollowAsync(HttpMethod method, Uri to, HttpContent? content, string from)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(method, to) { Content = content };
            if (to.Authority == address.Authority && cookies.Where(c => GoesAlong(c.Value.SameSite, method, from)).ToList() is { Count: > 0 } along)
            {
                request.Headers.Add("Cookie", string.Join("; ", along.Select(c => $"{c.Key}={c.Value.Value}")));
            }

            if (Forwarded is not null)
            {
                request.Headers.Add("X-Forwarded-Proto", Forwarded);
            }

            using var answer = await http.SendAsync(request);
            Keep(answer);
            if (answer.Headers.Location is not { } next)
            {
                At = to;
                return await answer.Content.ReadAsStringAsync();
            }

            // What a proxy would take for https comes here without one.
            (method, to, content) = (HttpMethod.Get, new Uri(new Uri(to, next).OriginalString.Replace("https://127.0.0.1", "http://127.0.0.1", StringComparison.Ordinal)), null);
        }
    }

    // Another host is another site; a page that another site leads to gets a lax cookie, a form that another site sends does not.
    private bool GoesAlong(string sameSite, HttpMethod method, string from) =>
        from == address.Host || sameSite == "none" || (sameSite == "lax" && method == HttpMethod.Get);

    private void Keep(HttpResponseMessage answer)
    {
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
        {
            SetCookies.Add(cookie);
            var (name, value) = (cookie.Split('=', 2)[0], cookie.Split('=', 2)[1].Split(';')[0]);
            if (value.Length == 0)
            {
                cookies.Remove(name);
            }
            else
            {
                cookies[name] = (value, Regex.Match(cookie, "; samesite=(?<v>\\w+)", RegexOptions.IgnoreCase).Groups["v"].Value.ToLowerInvariant());
            }
        }
    }
}
