using System.Net.Http.Headers;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Scim;

/// <summary>One SCIM server's requests: the token, the media type, ids encoded.</summary>
internal static class ScimCalls
{
    public static RestCalls Of(ConnectorHttp http, ScimSettings settings) =>
        new(http, settings.Profile.Name, settings.Base, _ => new(new AuthenticationHeaderValue("Bearer", settings.Token)), "application/scim+json", pace: settings.Pace);

    /// <summary>A resource by its id, which may hold anything: an address, a space, a slash.</summary>
    public static string Path(string list, string id) => $"{list}/{Uri.EscapeDataString(id)}";
}
