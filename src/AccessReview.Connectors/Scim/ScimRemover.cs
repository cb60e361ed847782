using System.Text.Json;
using System.Text.Json.Nodes;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Scim;

/// <summary>Takes access away at a SCIM 2.0 server: switches users off in the dialect that works, and takes members out of groups by
/// path filter only. Nothing is believed before it is read back, and nothing is deleted.</summary>
public sealed class ScimRemover(ConnectorHttp http, ScimSettings settings) : IRemovesAccess
{
    private const string PatchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    /// <inheritdoc/>
    public bool Can(RemovalAct act) => act is RemovalAct.Account || (act is RemovalAct.Member && settings.Profile.HasGroups);

    /// <inheritdoc/>
    public IReadOnlyList<string> Describe(RemovalAct act) => act switch
    {
        RemovalAct.Account account =>
        [
            $"GET /{User(account)}", settings.Profile.Deactivate[0] == ScimDialect.Put ? $"PUT /{User(account)} with active false" : $"PATCH /{User(account)} active false", $"GET /{User(account)}",
        ],
        RemovalAct.Member member => [$"GET /{Group(member)}", $"PATCH /{Group(member)} remove {Filter(member)}", $"GET /{Group(member)}"],
        _ => [],
    };

    /// <inheritdoc/>
    public Task<RemovalProof> RemoveAsync(RemovalAct act, CancellationToken cancel) => act switch
    {
        RemovalAct.Account account => ScimCalls.Of(http, settings).ProveAsync(calls => DeactivateAsync(calls, account, cancel)),
        RemovalAct.Member member => ScimCalls.Of(http, settings).ProveAsync(calls => TakeOutAsync(calls, member, cancel)),
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "A SCIM server has no such access."),
    };

    private async Task<RemovalProof> DeactivateAsync(RestCalls calls, RemovalAct.Account act, CancellationToken cancel)
    {
        var path = User(act);
        var user = await ReadAsync(calls, path, "read the user", cancel);
        if (user is not null && act.Address.Length > 0 && !ScimUser.MayBear(user.Root, act.Address))
        {
            throw new ConnectorException(ConnectorFault.NotFound, $"{settings.Profile.Name} has another address under the account's id than was read, so it may be somebody else's. Nothing was changed: a person has to look.");
        }

        if (user is null || ScimUser.IsOff(user.Root))
        {
            return calls.Proof(RemovalEffect.AlreadyGone);
        }

        foreach (var dialect in settings.Profile.Deactivate)
        {
            var (method, body) = Deactivation(dialect, user.Root);
            var answer = await calls.SendAsync(method, path, body, Version(user), cancel);
            if (answer.Status is 401 or 429)
            {
                throw answer.Fault(settings.Profile.Name, "switch the user off");
            }

            // After an error of its own a server may have done it all the same: the state says, not the status.
            if (await ReadAsync(calls, path, "read the user back", cancel) is not { } after || ScimUser.IsOff(after.Root))
            {
                return calls.Proof(RemovalEffect.Done);
            }

            if (answer.Status is 403 or 500 or 502 or 503 or 504)
            {
                throw answer.Fault(settings.Profile.Name, "switch the user off");
            }

            user = after;
        }

        return calls.Proof(RemovalEffect.StillThere);
    }

    // Never by a value array: RFC 7644 3.5.2.2 clears the whole attribute then, and servers were seen that do.
    private async Task<RemovalProof> TakeOutAsync(RestCalls calls, RemovalAct.Member act, CancellationToken cancel)
    {
        if (await ReadAsync(calls, Group(act), "read the group", cancel) is not { } before || !Members(before.Root).Contains(act.AccountId))
        {
            return calls.Proof(RemovalEffect.AlreadyGone);
        }

        var body = JsonSerializer.Serialize(new { schemas = new[] { PatchOp }, Operations = new[] { new { op = "remove", path = Filter(act) } } });
        var answer = await calls.SendAsync(HttpMethod.Patch, Group(act), body, Version(before), cancel);
        if (answer.Status is 405 or 501)
        {
            var left = JsonNode.Parse(before.Root.GetRawText())!.AsObject();
            Strip(left, "meta");
            Set(left, "members", new JsonArray([.. before.Root.List("members").Where(m => m.Id("value") != act.AccountId).Select(m => JsonNode.Parse(m.GetRawText()))]));
            answer = await calls.SendAsync(HttpMethod.Put, Group(act), left.ToJsonString(), Version(before), cancel);
        }

        if (answer.Status is 401 or 403 or 429)
        {
            throw answer.Fault(settings.Profile.Name, "take the member out");
        }

        var after = await ReadAsync(calls, Group(act), "read the group back", cancel);
        var gone = after is null ? [] : Members(before.Root).Except(Members(after.Root)).ToList();
        if (after is not null && gone.Count == 0 && answer.Status is (500 or 502 or 503 or 504))
        {
            throw answer.Fault(settings.Profile.Name, "take the member out");
        }

        return calls.Proof(after is null || gone.Exists(m => m != act.AccountId) ? RemovalEffect.TooMuch : gone.Count == 1 ? RemovalEffect.Done : RemovalEffect.StillThere);
    }

    private async Task<Resource?> ReadAsync(RestCalls calls, string path, string action, CancellationToken cancel)
    {
        var answer = await calls.SendAsync(HttpMethod.Get, path, null, null, cancel);
        if (answer.Status is 404 or 410)
        {
            return null;
        }

        if (!answer.IsSuccess)
        {
            throw answer.Fault(settings.Profile.Name, action);
        }

        using var json = answer.Json(settings.Profile.Name);
        var root = json.RootElement.Clone();
        return root.Id("id") is null
            ? throw new ConnectorException(ConnectorFault.Malformed, $"{settings.Profile.Name} answered with something that is no SCIM resource.")
            : new Resource(root, root.Get("meta")?.Text("version") ?? answer.Header("ETag"));
    }

    private static (HttpMethod Method, string Body) Deactivation(ScimDialect dialect, JsonElement user) => dialect switch
    {
        ScimDialect.PatchPath => (HttpMethod.Patch, Patch(new { op = "replace", path = "active", value = false })),
        ScimDialect.PatchBare => (HttpMethod.Patch, Patch(new { op = "replace", value = new { active = false } })),
        ScimDialect.PatchText => (HttpMethod.Patch, Patch(new { op = "Replace", path = "active", value = "False" })),
        ScimDialect.Put => (HttpMethod.Put, SwitchedOff(user)),
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, null),
    };

    private static string Patch(object operation) => JsonSerializer.Serialize(new { schemas = new[] { PatchOp }, Operations = new[] { operation } });

    // PUT drops what is not sent: everything goes back as it was read, but for what the server itself keeps.
    private static string SwitchedOff(JsonElement user)
    {
        var whole = JsonNode.Parse(user.GetRawText())!.AsObject();
        Strip(whole, "meta");
        Strip(whole, "groups");
        Set(whole, "active", false);
        return whole.ToJsonString();
    }

    private static void Strip(JsonObject resource, string name)
    {
        foreach (var same in resource.Select(p => p.Key).Where(k => k.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            resource.Remove(same);
        }
    }

    private static void Set(JsonObject resource, string name, JsonNode? value)
    {
        var key = resource.Select(p => p.Key).FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;
        resource[key] = value;
    }

    private static HashSet<string> Members(JsonElement group) => new(group.List("members").Select(m => m.Id("value")).OfType<string>(), StringComparer.Ordinal);

    private string? Version(Resource resource) => settings.ETags ? resource.Version : null;

    private static string User(RemovalAct.Account act) => ScimCalls.Path(ScimSource.Users, act.AccountId);

    private static string Group(RemovalAct.Member act) => ScimCalls.Path(ScimSource.Groups, act.GroupId);

    private static string Filter(RemovalAct.Member act) => $"members[value eq {JsonSerializer.Serialize(act.AccountId, Plain)}]";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Resource(JsonElement Root, string? Version);
}
