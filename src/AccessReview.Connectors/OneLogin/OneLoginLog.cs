using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.OneLogin;

/// <summary>OneLogin's events of the type "user logged into app" (Events API, version 1). They cannot be asked for by application, and there
/// are as many as people open anything, so each person who has the application is asked about alone, the newest event first, until the
/// application comes. Of each event only who, when, what and in whose place is kept: the log knows more of people than a review needs.</summary>
internal static class OneLoginLog
{
    private const string Prefix = "events/";
    private const string LoggedIntoApp = "8";
    // An account is dormant after 90 days, unless that was set otherwise: reaching back no further would never show one.
    private const int Days = 180;
    // More are not given at once.
    private const int PageSize = 50;

    public static string List(string app, string person) => $"{Prefix}{OneLoginCalls.Encoded(app)}/{OneLoginCalls.Encoded(person)}";

    public static bool Is(string list) => list.StartsWith(Prefix, StringComparison.Ordinal);

    public static SignInLog? Of(string list) => Is(list) ? new SignInLog(App(list), Days) : null;

    // From the beginning of a day: every page is asked for with the same words. The links to the next page are not followed, since they
    // may lead to another host of OneLogin's; the cursor says as much.
    public static string Question(string list, string? cursor, DateTimeOffset now)
    {
        var since = now.UtcDateTime.Date.AddDays(-Days).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var first = string.Create(CultureInfo.InvariantCulture, $"events?event_type_id={LoggedIntoApp}&user_id={list.Split('/')[2]}&since={Uri.EscapeDataString(since)}&sort=-id&limit={PageSize}");
        return cursor is null ? first : $"{first}&after_cursor={Uri.EscapeDataString(cursor)}";
    }

    public static RawPage Reduced(RawPage page)
    {
        using var json = ConnectorAnswer.Json(page.Body, OneLoginCalls.Name);
        var data = Records(json.RootElement).Select(e => (JsonNode)new JsonObject
        {
            ["id"] = e.Id("id"), ["created_at"] = e.Text("created_at"), ["event_type_id"] = e.Id("event_type_id"), ["user_id"] = e.Id("user_id"), ["app_id"] = e.Id("app_id"),
            ["assuming_acting_user_id"] = e.Id("assuming_acting_user_id"),
        });
        var pagination = json.RootElement.Get("pagination");
        var body = new JsonObject
        {
            ["pagination"] = new JsonObject { ["after_cursor"] = pagination?.Id("after_cursor"), ["next_link"] = pagination?.Id("next_link") }, ["data"] = new JsonArray([.. data]),
        };
        return page with { Body = JsonSerializer.SerializeToUtf8Bytes(body), Request = page.Request + " (kept: id, created_at, event_type_id, user_id, app_id, assuming_acting_user_id)" };
    }

    public static SourcePage Parse(string list, RawPage page, JsonElement answer)
    {
        var events = Records(answer);
        var signIns = events.Select(e => SignIn(list, e)).OfType<AppSignIn>().ToList();
        var found = signIns.Count > 0 && IsNewestFirst(events);
        return new SourcePage(PagingKind.Cursor, events.Count, [.. events.Select((e, i) => e.Id("id") ?? $"?{page.Request}/{i}")], null, found ? null : Next(answer))
        {
            SignIns = signIns,
        };
    }

    // After the last page the cursor may still be there, but no link.
    private static string? Next(JsonElement answer) =>
        answer.Get("pagination") is { } pagination && pagination.Id("next_link") is not null ? pagination.Id("after_cursor") : null;

    // Where the order that was asked for is not kept, everything is read. A single event has no order.
    private static bool IsNewestFirst(List<JsonElement> events)
    {
        var times = events.ConvertAll(e => e.Instant("created_at"));
        return times.Count > 1 && times.Zip(times.Skip(1)).All(pair => pair.First >= pair.Second);
    }

    // What somebody did in the place of a person is not that person's use. What does not say who, what or when says nothing.
    private static AppSignIn? SignIn(string list, JsonElement entry)
    {
        var (app, person) = (App(list), Uri.UnescapeDataString(list.Split('/')[2]));
        return entry.Id("event_type_id") == LoggedIntoApp && entry.Id("app_id") == app && entry.Id("user_id") == person && entry.Get("assuming_acting_user_id") is null
            && entry.Instant("created_at") is { } at
            ? new AppSignIn(app, person, at) : null;
    }

    private static string App(string list) => Uri.UnescapeDataString(list.Split('/')[1]);

    private static List<JsonElement> Records(JsonElement answer) => answer.Get("data") is { ValueKind: JsonValueKind.Array } data
        ? [.. data.EnumerateArray()]
        : throw new ConnectorException(ConnectorFault.Malformed, $"{OneLoginCalls.Name} answered the question for last sign-ins with something that is not a list.");
}
