using System.Buffers;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Holds a journey's whole log, kept at a level above any the README speaks of, against everything it must not say.</summary>
internal static class NothingTold
{
    /// <summary>A secret of the configuration.</summary>
    public const string Secret = "secret-of-the-collector";

    /// <summary>Configuration under which the log says as much as it can.</summary>
    public static Dictionary<string, string> Everything => new()
    {
        ["Logging:LogLevel:Default"] = "Trace", ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace", ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Trace",
        ["Logging:LogLevel:Microsoft.AspNetCore.SignalR"] = "Trace", ["Telemetry:Endpoint"] = "http://127.0.0.1:9", ["Telemetry:Headers"] = $"authorization={Secret}",
    };

    /// <summary>No address, no name, no reason, no cookie and no secret stands in any line of the log.</summary>
    public static async Task InAsync(TestApp app, KeptLog kept, IEnumerable<BrowserContextCookiesResult> cookies)
    {
        await using var db = app.Get<Databases>().CreateDbContext();
        var people = await db.PersonRecords.Select(p => new { p.WorkEmail, p.Name }).Distinct().ToListAsync();
        Assert.True(people.Count >= 500);
        string[] never =
        [
            .. people.SelectMany(p => new[] { p.WorkEmail, Uri.EscapeDataString(p.WorkEmail), p.Name, Uri.EscapeDataString(p.Name) }),
            .. await db.AccountRecords.Select(a => a.Email).Distinct().ToListAsync(),
            .. await db.PrivateTexts.Where(t => t.Text != null).Select(t => t.Text!).Distinct().ToListAsync(),
            .. cookies.Select(c => c.Value), .. await db.DataProtectionKeys.Select(k => k.Xml!).ToListAsync(), Secret,
        ];
        Of(kept, never);
    }

    /// <summary>None of the words stands in any line of the log, which says as much as it can.</summary>
    public static void Of(KeptLog kept, params string[] never)
    {
        var log = string.Join('\n', kept.Lines);
        Assert.Contains("Trace Microsoft.AspNetCore", log, StringComparison.Ordinal);
        var at = log.AsSpan().IndexOfAny(SearchValues.Create([.. never.Where(w => w.Length > 4)], StringComparison.OrdinalIgnoreCase));
        Assert.True(at < 0, at < 0 ? "" : log[Math.Max(0, at - 300)..Math.Min(log.Length, at + 100)]);
    }
}
