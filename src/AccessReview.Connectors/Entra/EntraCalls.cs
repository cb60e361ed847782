using System.Text.Json;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Entra;

/// <summary>One Entra tenant's requests and what the answers of Microsoft Graph mean.</summary>
internal static class EntraCalls
{
    public const string Name = "Microsoft Entra ID";

    public static RestCalls Of(ConnectorHttp http, EntraSettings settings, TimeProvider time)
    {
        var credentials = new ClientCredentials(
            http, time, Name, new Uri(settings.Login, $"/{Encoded(settings.Tenant)}/oauth2/v2.0/token"),
            _ => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "client_credentials", ["client_id"] = settings.ClientId, ["client_secret"] = settings.Secret, ["scope"] = settings.Scope,
            });
        return new RestCalls(http, Name, settings.Graph, credentials.AuthorizeAsync, refused: credentials.Drop);
    }

    public static string Encoded(string id) => Uri.EscapeDataString(id);

    /// <summary>The records of a page.</summary>
    /// <exception cref="ConnectorException">It is none.</exception>
    public static List<JsonElement> Records(JsonElement page, string list) => page.Get("value") is { ValueKind: JsonValueKind.Array } records
        ? [.. records.EnumerateArray()]
        : throw new ConnectorException(ConnectorFault.Malformed, $"{Name} answered the question for {list} with something that is not a list.");

    /// <summary>The next page, as a path; null: this was the last. Pages may be short or empty before it.</summary>
    public static string? Next(RestCalls calls, JsonElement page) => page.Id("@odata.nextLink") is { } link ? calls.Follow(link) : null;

    /// <summary>Every record of a list; null: Graph does not know what it belongs to.</summary>
    public static async Task<IReadOnlyList<JsonElement>?> AllAsync(RestCalls calls, string path, string action, CancellationToken cancel)
    {
        var (all, seen) = (new List<JsonElement>(), new HashSet<string>(StringComparer.Ordinal));
        for (var next = path; next is not null;)
        {
            if (!seen.Add(next))
            {
                throw new ConnectorException(ConnectorFault.Malformed, $"{Name} led to a page that was read already, when asked to {action}.");
            }

            var answer = await calls.GetAsync(next, cancel);
            if (answer.Status == 404 && next == path)
            {
                return null;
            }

            using var json = answer.IsSuccess ? answer.Json(Name) : throw answer.Fault(Name, action);
            all.AddRange(Records(json.RootElement, action).Select(r => r.Clone()));
            next = Next(calls, json.RootElement);
        }

        return all;
    }
}
