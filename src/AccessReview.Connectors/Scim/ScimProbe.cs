using System.Text.Json;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Scim;

/// <summary>What a SCIM server says of itself and shows of its users.</summary>
/// <param name="Cursor">Whether lists have to be read by cursor.</param>
/// <param name="ETags">Whether versions are honoured.</param>
/// <param name="Patch">Whether it says that PATCH works; null: it does not say.</param>
/// <param name="Users">How many users it says there are.</param>
/// <param name="Groups">How many groups it says there are; null: it has none to show, or does not say.</param>
/// <param name="ListsGroups">Whether groups can be listed.</param>
/// <param name="Attributes">Attributes that its users carry, as paths that a mapping understands.</param>
public sealed record ScimFindings(bool Cursor, bool ETags, bool? Patch, int? Users, int? Groups, bool ListsGroups, IReadOnlyList<string> Attributes);

/// <summary>Asks a SCIM server for what it can do (RFC 7644 4); every part of it is optional.</summary>
public sealed class ScimProbe(ConnectorHttp http, ScimSettings settings)
{
    private static readonly string[] Known =
        ["schemas", "id", "externalId", "meta", "userName", "name", "displayName", "emails", "active", "groups", "password", "phoneNumbers", "photos", "addresses", "ims", "locale", "timezone", "preferredLanguage"];

    private readonly RestCalls calls = ScimCalls.Of(http, settings);

    /// <summary>Asks. A token that is not accepted is a fault; a missing description is not.</summary>
    public async Task<ScimFindings> RunAsync(CancellationToken cancel)
    {
        using var config = await OptionalAsync("ServiceProviderConfig", cancel);
        var root = config?.RootElement;
        var pagination = root?.Get("pagination");
        var cursor = pagination?.Flag("cursor") == true && (pagination?.Flag("index") == false || pagination?.Text("defaultPaginationMethod") == "cursor");
        var source = new ScimSource(http, settings with { Cursor = cursor });
        var page = await source.FetchAsync(ScimSource.Users, null, cancel);
        var users = source.Parse(ScimSource.Users, null, page);
        var (listsGroups, groups) = await GroupsAsync(source, cancel);
        using var json = ConnectorAnswer.Json(page.Body, settings.Profile.Name);
        return new ScimFindings(
            cursor, root?.Get("etag")?.Flag("supported") == true, root?.Get("patch")?.Flag("supported"),
            users.Claimed, groups, listsGroups, [.. json.RootElement.List("Resources").SelectMany(r => Paths(r, "")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    private async Task<(bool Lists, int? Count)> GroupsAsync(ScimSource source, CancellationToken cancel)
    {
        if (!source.Lists.Contains(ScimSource.Groups))
        {
            return (false, null);
        }

        try
        {
            return (true, source.Parse(ScimSource.Groups, null, await source.FetchAsync(ScimSource.Groups, null, cancel)).Claimed);
        }
        catch (ConnectorException none) when (source.IsWithout(ScimSource.Groups, none))
        {
            return (false, null);
        }
    }

    private async Task<JsonDocument?> OptionalAsync(string path, CancellationToken cancel)
    {
        var answer = await calls.GetAsync(path, cancel);
        if (answer.Status == 401)
        {
            throw answer.Fault(settings.Profile.Name, "describe itself");
        }

        try
        {
            return answer.IsSuccess ? answer.Json(settings.Profile.Name) : null;
        }
        catch (ConnectorException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Paths(JsonElement element, string before)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        var members = element.EnumerateObject().Select(m => (Name: Json.Name(m), m.Value)).Where(m => m.Name.Length > 0);
        foreach (var (name, value) in members.Where(m => before.Length > 0 || !Known.Contains(m.Name, StringComparer.OrdinalIgnoreCase)))
        {
            var path = before + name;
            var deeper = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().FirstOrDefault() : value;
            if (deeper.ValueKind == JsonValueKind.Object && before.Length == 0)
            {
                foreach (var inner in Paths(deeper, path + (path.StartsWith("urn:", StringComparison.OrdinalIgnoreCase) ? ":" : ".")))
                {
                    yield return inner;
                }
            }
            else if (deeper.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            {
                yield return path;
            }
        }
    }
}
