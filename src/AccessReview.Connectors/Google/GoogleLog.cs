using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Google;

/// <summary>Google's log of sign-ins by SAML (Reports API, activities of the application saml). It knows an application by the name that the
/// Admin console shows and by nothing else, so that name is configured and has to be the same to the letter. An application that was renamed
/// would look unused, therefore its sign-ins count only while somebody is still seen to sign in under that name, which is asked for first. Of
/// each sign-in only who, when and to what is kept: the log knows more of people than a review needs.</summary>
internal static class GoogleLog
{
    /// <summary>What has to be delegated for it, on top of what the directory needs.</summary>
    public const string Scope = "admin.reports.audit.readonly";

    private const string NamesPrefix = "samlNames/";
    private const string Prefix = "saml/";
    private const string Success = "login_success";
    // As far back as the log reaches.
    private const int Days = 180;
    private const int DaysOfNames = 14;

    public static string Names(string name) => NamesPrefix + GoogleCalls.Encoded(name);

    public static bool IsNames(string list) => list.StartsWith(NamesPrefix, StringComparison.Ordinal);

    public static bool Is(string list) => IsNames(list) || list.StartsWith(Prefix, StringComparison.Ordinal);

    public static SignInLog? Of(string list) => Is(list) && !IsNames(list) ? new SignInLog(Name(list), Days) : null;

    // From the beginning of a day: every page is asked for with the same words.
    public static string Question(string list, DateTimeOffset now)
    {
        var since = now.UtcDateTime.Date.AddDays(-(IsNames(list) ? DaysOfNames : Days)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var filter = Uri.EscapeDataString($"application_name=={Name(list)}");
        return $"activity/users/all/applications/saml?eventName={Success}&filters={filter}&startTime={Uri.EscapeDataString(since)}&maxResults={(IsNames(list) ? "100" : "1000")}";
    }

    public static RawPage Reduced(RawPage page)
    {
        using var json = ConnectorAnswer.Json(page.Body, GoogleCalls.Name);
        var items = GoogleCalls.Records(json.RootElement, "items").Select(a => (JsonNode)new JsonObject
        {
            ["time"] = a.Get("id")?.Text("time"), ["uniqueQualifier"] = a.Get("id")?.Id("uniqueQualifier"), ["profileId"] = a.Get("actor")?.Id("profileId"),
            ["applications"] = new JsonArray([.. Applications(a).Select(name => JsonValue.Create(name))]),
        });
        var body = new JsonObject { ["kind"] = json.RootElement.Text("kind"), ["items"] = new JsonArray([.. items]) };
        if (json.RootElement.Id("nextPageToken") is { } next)
        {
            body["nextPageToken"] = next;
        }

        return page with { Body = JsonSerializer.SerializeToUtf8Bytes(body), Request = page.Request + " (kept: time, uniqueQualifier, profileId, the application of what succeeded)" };
    }

    public static SourcePage Parse(string list, RawPage page, JsonElement answer)
    {
        var (name, records, next) = (Name(list), GoogleCalls.Records(answer, "items"), answer.Id("nextPageToken"));
        var named = records.Where(r => r.Texts("applications").Contains(name, StringComparer.Ordinal)).ToList();
        var result = new SourcePage(PagingKind.Cursor, records.Count, [.. records.Select((r, i) => Key(r) ?? $"?{page.Request}/{i}")], null, next);
        if (!IsNames(list))
        {
            return IsOldestFirst(records)
                ? result with { Next = null, Unreadable = [$"{GoogleCalls.Name} does not give its newest sign-ins first. A log that is cut off somewhere would show old ones as the last."] }
                : result with { SignIns = [.. named.Select(r => SignIn(name, r)).OfType<AppSignIn>()] };
        }

        return named.Count > 0 ? result with { Next = null, More = [Prefix + GoogleCalls.Encoded(name)] }
            : next is not null ? result
            : result with
            {
                Unreadable = [string.Create(CultureInfo.InvariantCulture, $"{GoogleCalls.Name} shows no sign-in to an application named {name} in the last {DaysOfNames} days. Is it called that in the Admin console?")],
            };
    }

    private static bool IsOldestFirst(List<JsonElement> records) => records.Count > 1 && records[0].Instant("time") < records[^1].Instant("time");

    private static string Name(string list) => Uri.UnescapeDataString(list[(list.IndexOf('/', StringComparison.Ordinal) + 1)..]);

    private static string? Key(JsonElement record) => record.Id("uniqueQualifier") is { } qualifier && record.Text("time") is { } time ? $"{time}/{qualifier}" : null;

    private static IEnumerable<string> Applications(JsonElement activity) => activity.List("events").Where(e => e.Text("name") == Success)
        .SelectMany(e => e.List("parameters")).Where(p => p.Text("name") == "application_name").Select(p => p.Text("value")).OfType<string>();

    // The profile's id is the user's id of the directory.
    private static AppSignIn? SignIn(string name, JsonElement record) =>
        record.Id("profileId") is { } person && record.Instant("time") is { } at ? new AppSignIn(name, person, at) : null;
}
