using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Okta;

/// <summary>One Okta organisation's requests and what its answers mean.</summary>
internal static class OktaCalls
{
    public const string Name = "Okta";

    // Okta counts by the minute: seconds that lie further ahead are written in another unit, or by nobody who knows.
    private const int LongestWait = 3600;

    public static RestCalls Of(ConnectorHttp http, OktaSettings settings) =>
        new(http, Name, new Uri(settings.Base, "/api/v1"), _ => new(new AuthenticationHeaderValue("SSWS", settings.Token)));

    public static string Encoded(string id) => Uri.EscapeDataString(id);

    /// <summary>Okta says in X-Rate-Limit-Reset when it may be asked again, in seconds since 1970 by its own clock, and promises no
    /// Retry-After. Where that says no time that is near, whoever asks again waits at a pace of their own.</summary>
    public static ConnectorException Fault(ConnectorAnswer answer, string action)
    {
        var fault = answer.Fault(Name, action);
        if (answer.Status != 429 || fault.Wait is not null || !long.TryParse(answer.Header("X-Rate-Limit-Reset"), CultureInfo.InvariantCulture, out var reset))
        {
            return fault;
        }

        var now = (answer.Headers.Date ?? new DateTimeOffset(answer.At, TimeSpan.Zero)).ToUnixTimeSeconds();
        return reset > now && reset <= now + LongestWait ? new ConnectorException(ConnectorFault.Throttled, fault.Message, answer.Status, TimeSpan.FromSeconds(reset - now)) : fault;
    }

    /// <summary>The records of a page, which is a bare array.</summary>
    /// <exception cref="ConnectorException">It is none.</exception>
    public static List<JsonElement> Records(JsonElement page, string list) => page.ValueKind == JsonValueKind.Array
        ? [.. page.EnumerateArray()]
        : throw new ConnectorException(ConnectorFault.Malformed, $"{Name} answered the question for {list} with something that is not a list.");

    /// <summary>The next page of several Link headers or of one; null: this was the last.</summary>
    /// <exception cref="ConnectorException">There is one, and it is not said where.</exception>
    public static string? Next(ConnectorAnswer answer) => answer.HeaderValues("Link").SelectMany(l => l.Split(','))
        .Where(l => l.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase))
        .Select(Address).FirstOrDefault();

    // RFC 8288, 3: the address stands in angle brackets.
    private static string Address(string link) => link.Trim() is ['<', ..] named && named.IndexOf('>', StringComparison.Ordinal) is > 1 and var end
        ? named[1..end]
        : throw new ConnectorException(ConnectorFault.Malformed, $"{Name} says that there is a next page, and not where: the address in its Link header does not stand in angle brackets.");
}
