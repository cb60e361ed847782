using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Okta;

/// <summary>Okta's log of sign-ins to an application, the newest first. It reaches 90 days back: whom it does not show may have signed in
/// before. Of each event only who, when and whether it succeeded is kept: the log knows more of people than a review needs.</summary>
internal static class OktaLog
{
    private const string Prefix = "logs/";
    private const int Days = 90;

    public static string List(string app) => Prefix + OktaCalls.Encoded(app);

    public static bool Is(string list) => list.StartsWith(Prefix, StringComparison.Ordinal);

    public static SignInLog? Of(string list) => Is(list) ? new SignInLog(App(list), Days) : null;

    // Bounded on both sides: without an end the log goes on for ever.
    public static string Question(string list, DateTimeOffset now)
    {
        string At(DateTimeOffset at) => Uri.EscapeDataString(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        var filter = $"eventType eq \"user.authentication.sso\" and target.id eq \"{App(list).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        return $"logs?since={At(now.AddDays(-Days))}&until={At(now)}&sortOrder=DESCENDING&limit=1000&filter={Uri.EscapeDataString(filter)}";
    }

    public static RawPage Reduced(RawPage page)
    {
        using var json = ConnectorAnswer.Json(page.Body, OktaCalls.Name);
        if (json.RootElement.ValueKind != JsonValueKind.Array)
        {
            return page;
        }

        var events = json.RootElement.EnumerateArray().Select(e => (JsonNode)new JsonObject
        {
            ["uuid"] = e.Id("uuid"), ["published"] = e.Text("published"), ["actor"] = e.Get("actor")?.Id("id"), ["result"] = e.Get("outcome")?.Text("result"),
            ["app"] = (e.Get("target") is { ValueKind: JsonValueKind.Array } targets ? targets.EnumerateArray().FirstOrDefault(t => t.Text("type") == "AppInstance") : default) is { ValueKind: JsonValueKind.Object } app ? app.Id("id") : null,
        });
        return page with { Body = JsonSerializer.SerializeToUtf8Bytes(new JsonArray([.. events])), Request = page.Request + " (kept: uuid, published, actor, result, app)" };
    }

    /// <summary>A sign-in that succeeded; null for anything else, and for what does not say who or when.</summary>
    public static AppSignIn? SignIn(string list, JsonElement entry) =>
        entry.Text("result") == "SUCCESS" && entry.Id("actor") is { } person && entry.Id("app") == App(list)
        && DateTime.TryParse(entry.Text("published"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var at)
            ? new AppSignIn(App(list), person, at) : null;

    private static string App(string list) => Uri.UnescapeDataString(list[Prefix.Length..]);
}
