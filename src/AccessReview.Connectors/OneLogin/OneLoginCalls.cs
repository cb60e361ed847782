using System.Text.Json;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.OneLogin;

/// <summary>One OneLogin account's requests and what its answers mean.</summary>
internal static class OneLoginCalls
{
    public const string Name = "OneLogin";

    public static RestCalls Of(ConnectorHttp http, OneLoginSettings settings, TimeProvider time)
    {
        var credentials = new ClientCredentials(http, time, Name, settings.Login, _ => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials", ["client_id"] = settings.ClientId, ["client_secret"] = settings.Secret,
        });
        return new RestCalls(http, Name, new Uri(settings.Base, "/api/2"), credentials.AuthorizeAsync, refused: credentials.Drop);
    }

    public static string Encoded(string id) => Uri.EscapeDataString(id);

    /// <summary>A page of a list. The cursor comes alone in a header; everything else is asked for again.</summary>
    public static string Page(string first, string? cursor) =>
        cursor is null ? first : $"{first}{(first.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={Uri.EscapeDataString(cursor)}";

    /// <summary>The cursor of the next page; null: this was the last.</summary>
    public static string? Next(ConnectorAnswer answer) => answer.Header("After-Cursor")?.Trim() is { Length: > 0 } cursor ? cursor : null;

    /// <summary>The records of a page, which is a bare array.</summary>
    /// <exception cref="ConnectorException">It is none.</exception>
    public static List<JsonElement> Records(JsonElement page, string list) => page.ValueKind == JsonValueKind.Array
        ? [.. page.EnumerateArray()]
        : throw new ConnectorException(ConnectorFault.Malformed, $"{Name} answered the question for {list} with something that is not a list.");

    /// <summary>Whether a user of a role really holds it: users who do not may be listed beside the others.</summary>
    public static bool Holds(JsonElement user) => user.Flag("assigned") != false;
}
