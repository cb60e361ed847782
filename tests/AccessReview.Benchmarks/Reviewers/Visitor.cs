using System.Net;
using System.Text.RegularExpressions;

namespace AccessReview.Benchmarks.Reviewers;

/// <summary>A page as it came, before its circuit.</summary>
/// <param name="Address">Where it lies.</param>
/// <param name="Components">The sealed marks of the components that live in the circuit, as JSON.</param>
/// <param name="State">What the server gave the page for its circuit; sealed, may be empty.</param>
internal sealed record Visited(Uri Address, IReadOnlyList<string> Components, string State);

/// <summary>Somebody's browser without a window: its cookies, and the requests it makes. It signs in by the form that a person uses.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient http;

    public Visitor(Uri site)
    {
        Site = site;
        http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies }) { BaseAddress = site, Timeout = TimeSpan.FromMinutes(1) };
        http.DefaultRequestHeaders.Add("Origin", Origin);
    }

    /// <summary>The site's address.</summary>
    public Uri Site { get; }

    /// <summary>The site's origin, as a browser names it.</summary>
    public string Origin => Site.GetLeftPart(UriPartial.Authority);

    /// <summary>Who they are.</summary>
    public CookieContainer Cookies { get; } = new();

    /// <summary>Signs in as the one person of that name, and is led to a page.</summary>
    public async Task<Visited> SignInAsync(string name, string path)
    {
        var asked = await http.GetStringAsync(new Uri($"/sign-in?search={Uri.EscapeDataString(name)}&returnTo={Uri.EscapeDataString(path)}", UriKind.Relative));
        var form = asked[asked.IndexOf("action=\"/sign-in/demo\"", StringComparison.Ordinal)..];
        using var chosen = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = Token().Match(form).Groups[1].Value,
            ["person"] = Person().Matches(form) is [var only] ? only.Groups[1].Value : throw new MeasureFailedException($"The sign-in does not find one person called {name}."),
            ["returnTo"] = path,
        });
        using var led = await http.PostAsync(new Uri("/sign-in/demo", UriKind.Relative), chosen);
        var (html, address) = (await led.Content.ReadAsStringAsync(), led.RequestMessage!.RequestUri!);
        return led.IsSuccessStatusCode && address.AbsolutePath == path
            ? new Visited(address, [.. Component().Matches(html).Select(m => m.Groups[1].Value)], State().Match(html).Groups[1].Value)
            : throw new MeasureFailedException($"{name} asked for {path} and was answered {(int)led.StatusCode} at {address.AbsolutePath}: {html[..Math.Min(200, html.Length)]}");
    }

    /// <summary>Says that a page is left for good, as a browser does.</summary>
    public async Task LeaveAsync(string circuit)
    {
        using var left = new MultipartFormDataContent { { new StringContent(circuit), "circuitId" } };
        using var answer = await http.PostAsync(new Uri("/_blazor/disconnect", UriKind.Relative), left);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"person\" value=\"([0-9]+)\"")]
    private static partial Regex Person();

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex Component();

    [GeneratedRegex("<!--Blazor-Server-Component-State:([^-]*)-->")]
    private static partial Regex State();
}
