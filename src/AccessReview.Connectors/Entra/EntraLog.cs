using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Entra;

/// <summary>Entra's log of sign-ins to an application, the newest first (signIn, Microsoft Graph v1.0; needs Entra ID P1 and AuditLog.Read.All).
/// It reaches about 30 days back: whom it does not show may have signed in before. The log names an application by another identifier than
/// its assignments do, which is asked for first. Of each sign-in only who, when and whether it succeeded is kept: the log knows more of
/// people than a review needs.</summary>
internal static class EntraLog
{
    private const string NamesEnd = "/appId";
    private const string Prefix = "signIns/";
    private const int Days = 30;

    public static string Names(string servicePrincipal) => $"servicePrincipals/{EntraCalls.Encoded(servicePrincipal)}{NamesEnd}";

    public static bool IsNames(string list) => list.EndsWith(NamesEnd, StringComparison.Ordinal);

    public static bool Is(string list) => list.StartsWith(Prefix, StringComparison.Ordinal);

    public static SignInLog? Of(string list) => Is(list) ? new SignInLog(App(list), Days) : null;

    /// <summary>What a list is in a sentence; null: it is none of these.</summary>
    public static string? Words(string list) => IsNames(list) || Is(list) ? "last sign-ins" : null;

    public static string NamesQuestion(string list) => $"{list[..^NamesEnd.Length]}?$select=id,appId";

    public static SourcePage NamesPage(string list, JsonElement answer)
    {
        var app = answer.Id("appId") ?? throw new ConnectorException(ConnectorFault.Malformed, $"{EntraCalls.Name} does not say by which name its log knows the application.");
        return new SourcePage(PagingKind.Cursor, 1, [app], null, null) { More = [$"{Prefix}{EntraCalls.Encoded(app)}/{list.Split('/')[1]}"] };
    }

    public static string Question(string list, DateTimeOffset now)
    {
        var since = now.AddDays(-Days).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var app = Uri.UnescapeDataString(list.Split('/')[1]).Replace("'", "''", StringComparison.Ordinal);
        return $"auditLogs/signIns?$filter={Uri.EscapeDataString($"appId eq '{app}' and createdDateTime ge {since}")}&$top=500";
    }

    public static RawPage Reduced(RawPage page)
    {
        using var json = ConnectorAnswer.Json(page.Body, EntraCalls.Name);
        var entries = EntraCalls.Records(json.RootElement, "last sign-ins").Select(e => (JsonNode)new JsonObject
        {
            ["id"] = e.Id("id"), ["userId"] = e.Id("userId"), ["createdDateTime"] = e.Text("createdDateTime"), ["failed"] = e.Get("status")?.Get("errorCode") is not { ValueKind: JsonValueKind.Number } code || !code.TryGetInt32(out var error) || error != 0,
        });
        var body = new JsonObject { ["value"] = new JsonArray([.. entries]) };
        if (json.RootElement.Text("@odata.nextLink") is { } next)
        {
            body["@odata.nextLink"] = next;
        }

        return page with { Body = JsonSerializer.SerializeToUtf8Bytes(body), Request = page.Request + " (kept: id, userId, createdDateTime, whether it failed)" };
    }

    /// <summary>A sign-in that succeeded; null for anything else, and for what does not say who or when.</summary>
    public static AppSignIn? SignIn(string list, JsonElement entry) =>
        entry.Get("failed") is { ValueKind: JsonValueKind.False } && entry.Id("userId") is { } person
        && DateTime.TryParse(entry.Text("createdDateTime"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var at) && at.Year > 1
            ? new AppSignIn(App(list), person, at) : null;

    private static string App(string list) => Uri.UnescapeDataString(list.Split('/')[2]);
}
