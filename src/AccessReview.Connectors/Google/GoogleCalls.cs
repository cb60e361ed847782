using System.Globalization;
using System.Text.Json;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Google;

/// <summary>One Google Workspace's requests and what the answers of its Directory API mean.</summary>
internal static class GoogleCalls
{
    public const string Name = "Google Workspace";

    /// <summary>To read, nothing that could change anything is asked for.</summary>
    public const string Reading = "https://www.googleapis.com/auth/admin.directory.user.readonly https://www.googleapis.com/auth/admin.directory.group.readonly";

    /// <summary>To take members out of groups.</summary>
    public const string Removing = "https://www.googleapis.com/auth/admin.directory.group.member";

    /// <summary>To read the log. With a token of its own: where this one is not delegated, no token would be given for the rest either.</summary>
    public const string ReadingLog = "https://www.googleapis.com/auth/" + GoogleLog.Scope;

    public static RestCalls Of(ConnectorHttp http, GoogleSettings settings, TimeProvider time, string scope)
    {
        var credentials = new ClientCredentials(http, time, Name, settings.Login, now => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer", ["assertion"] = GoogleAssertion.Sign(settings, scope, now),
        });
        return new RestCalls(http, Name, scope == ReadingLog ? settings.Reports : settings.Directory, credentials.AuthorizeAsync, refused: credentials.Drop);
    }

    public static string Encoded(string key) => Uri.EscapeDataString(key);

    /// <summary>The records of a page. A list that is empty is left out, but a page always says that it is one.</summary>
    /// <exception cref="ConnectorException">It is none.</exception>
    public static List<JsonElement> Records(JsonElement page, string name)
    {
        var isPage = (page.Get("kind") ?? page.Get("nextPageToken") ?? page.Get(name)) is not null;
        return isPage && page.Get(name) is null or { ValueKind: JsonValueKind.Array }
            ? [.. page.List(name)]
            : throw new ConnectorException(ConnectorFault.Malformed, $"{Name} answered the question for {name} with something that is not a list.");
    }

    /// <summary>Google says with 403 as well that it is asked too often; which of the two is meant stands in the reason.</summary>
    public static ConnectorException Fault(ConnectorAnswer answer, string action)
    {
        var fault = answer.Fault(Name, action);
        return answer.Status == 403 && Reason(answer) is "userRateLimitExceeded" or "rateLimitExceeded" or "quotaExceeded"
            ? new ConnectorException(
                ConnectorFault.Throttled, string.Create(CultureInfo.InvariantCulture, $"{Name} could not be asked to {action} ({answer.Status}): it asks to be left alone for a while."),
                answer.Status, fault.Wait)
            : fault;
    }

    private static string? Reason(ConnectorAnswer answer)
    {
        try
        {
            using var json = answer.Json(Name);
            return json.RootElement.Get("error")?.List("errors").FirstOrDefault().Text("reason");
        }
        catch (ConnectorException)
        {
            return null;
        }
    }
}
