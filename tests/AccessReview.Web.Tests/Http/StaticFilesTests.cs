using System.Diagnostics;
using System.Text.RegularExpressions;

namespace AccessReview.Web.Tests.Http;

/// <summary>The static files lie outside the web project and are handed to the SDK by tasks it does not promise to keep.</summary>
public sealed partial class StaticFilesTests
{
    [Fact]
    public async Task A_stylesheet_is_served_whole_and_fingerprinted_when_run()
    {
        using var app = new TestApp();
        using var http = app.Http();

        await ServesStylesheetAsync(http);
    }

    [Fact]
    public async Task A_stylesheet_is_served_whole_and_fingerprinted_when_published()
    {
        var folder = Directory.CreateTempSubdirectory("accessreview-publish-").FullName;
        var configuration = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(AppContext.BaseDirectory)))!;
        await RunAsync("dotnet", "publish", Repository.Path("src", "AccessReview.Web"), "--no-build", "-c", configuration, "-o", folder, "-v", "q");
        using var server = Start(folder);
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri(await AddressAsync(server)) };
            await ServesStylesheetAsync(http);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Nothing_that_a_page_or_a_stylesheet_loads_lies_elsewhere()
    {
        using var app = new TestApp();
        using var http = app.Http();
        var page = await http.GetStringAsync(Links.Welcome());
        List<string> loaded = [.. Loaded().Matches(page).Select(match => match.Groups["at"].Value)];
        Assert.Contains(loaded, at => at.EndsWith(".js", StringComparison.Ordinal));
        var sheets = Stylesheet().Matches(page).Select(match => match.Groups["href"].Value).ToList();
        Assert.True(sheets.Count > 2, $"{sheets.Count} stylesheets");
        foreach (var sheet in sheets)
        {
            loaded.AddRange(Named().Matches(await http.GetStringAsync("/" + sheet)).Select(match => match.Groups["at"].Value));
        }

        Assert.DoesNotContain(loaded, at => at.Contains("//", StringComparison.Ordinal) && !at.StartsWith("data:", StringComparison.Ordinal));
    }

    private static async Task ServesStylesheetAsync(HttpClient http)
    {
        var page = await http.GetStringAsync(Links.Welcome());
        foreach (var sheet in (string[])["css/base", "_content/MudBlazor/MudBlazor.min", "AccessReview.Web"])
        {
            var address = Stylesheet().Matches(page).Select(match => match.Groups["href"].Value).Single(href => href.StartsWith(sheet + ".", StringComparison.Ordinal));
            Assert.Matches(@"\.[a-z0-9]{10}\.(styles\.)?css$", address);
            using var answer = await http.GetAsync("/" + address);
            Assert.True(answer.IsSuccessStatusCode, address);
            Assert.True((await answer.Content.ReadAsStringAsync()).Length > 500, address);
            Assert.True(answer.Headers.CacheControl is { MaxAge.TotalDays: > 300 } || answer.Headers.CacheControl is { NoCache: true }, address);
        }
    }

    private static Process Start(string folder)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "AccessReview.Web.dll"), "--urls", "http://127.0.0.1:0", "--environment", "Development"])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false,
        };
        return Process.Start(start)!;
    }

    private static async Task<string> AddressAsync(Process server)
    {
        while (await server.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Address().Match(line) is { Success: true } found)
            {
                return found.Value;
            }
        }

        throw new InvalidOperationException("The published product ended without saying where it listens.");
    }

    private static async Task RunAsync(string file, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(file, args) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
    }

    [GeneratedRegex("<link rel=\"stylesheet\" href=\"(?<href>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Stylesheet();

    [GeneratedRegex("<(script|link|img|iframe|source)[^>]* (src|href)=\"(?<at>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Loaded();

    [GeneratedRegex("(url\\(|@import )\\s*[\"']?(?<at>[^\"')]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
