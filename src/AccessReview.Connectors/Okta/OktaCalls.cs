using System.Globalization;
using System.Net.Http.Headers;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Okta;

/// <summary>One Okta organisation's requests and what its answers mean.</summary>
internal static class OktaCalls
{
    public const string Name = "Okta";

    public static RestCalls Of(ConnectorHttp http, OktaSettings settings) =>
        new(http, Name, new Uri(settings.Base, "/api/v1"), _ => new(new AuthenticationHeaderValue("SSWS", settings.Token)));

    public static string Encoded(string id) => Uri.EscapeDataString(id);

    /// <summary>Okta says in X-Rate-Limit-Reset when it may be asked again, in seconds since 1970 by its own clock, and promises no
    /// Retry-After.</summary>
    public static ConnectorException Fault(ConnectorAnswer answer, string action)
    {
        var fault = answer.Fault(Name, action);
        if (answer.Status != 429 || fault.Wait is not null || !long.TryParse(answer.Header("X-Rate-Limit-Reset"), CultureInfo.InvariantCulture, out var reset))
        {
            return fault;
        }

        var wait = DateTimeOffset.FromUnixTimeSeconds(reset) - (answer.Headers.Date ?? new DateTimeOffset(answer.At, TimeSpan.Zero));
        return new ConnectorException(ConnectorFault.Throttled, fault.Message, answer.Status, wait > TimeSpan.Zero ? wait : null);
    }

    /// <summary>The next page of several Link headers or of one; null: this was the last.</summary>
    public static string? Next(ConnectorAnswer answer) => answer.HeaderValues("Link").SelectMany(l => l.Split(','))
        .Where(l => l.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase))
        .Select(l => l.Trim()).Select(l => l[1..l.IndexOf('>', StringComparison.Ordinal)]).FirstOrDefault();
}
