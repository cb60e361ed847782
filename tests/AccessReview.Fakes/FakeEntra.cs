using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Fakes;

/// <summary>An Entra tenant in memory, asked as Microsoft Graph: users, groups that may hold groups, and applications. Forgetting
/// <c>/$ref</c> when a member is taken out deletes the user, as Microsoft warns.</summary>
public sealed class FakeEntra : FakeDirectory
{
    public const string Tenant = "harbourlight.example";
    public const string ClientId = "entra-client";
    public const string Secret = "entra-secret-61fa";

    // However many are asked for, no more come with this.
    private const int MostWithSignIns = 120;

    public List<JsonObject> Users { get; } = [];

    /// <summary>By id: the name, and who and which groups are in it.</summary>
    public Dictionary<string, (string Name, List<string> People, List<string> Groups)> Groups { get; } = [];

    /// <summary>What else is known of a group, where there is anything.</summary>
    public Dictionary<string, JsonObject> GroupFacts { get; } = [];

    /// <summary>The assignments of each application.</summary>
    public Dictionary<string, List<(string Id, string Type, string Principal)>> Apps { get; } = [];

    /// <summary>Who signed in to what, when, and whether it succeeded; the log is not to be read when it is null.</summary>
    public List<(string User, string App, DateTime At, bool Succeeded)>? Log { get; set; } = [];

    /// <summary>Whether whoever asks may read on which day people leave.</summary>
    public bool ShowsLastDays { get; set; } = true;

    /// <summary>Whether the tenant has Entra ID P1, and whoever asks may read when people last signed in to it.</summary>
    public bool ShowsSignIns { get; set; } = true;

    /// <summary>Pages are empty before they bring anything.</summary>
    public bool BeginsEmpty { get; set; }

    protected override string TokenPath => $"/{Tenant}/oauth2/v2.0/token";

    public FakeEntra User(string id, string email, bool? enabled = true, string? manager = null)
    {
        var user = new JsonObject { ["id"] = id, ["displayName"] = $"Name of {id}", ["mail"] = email, ["userPrincipalName"] = email };
        if (enabled is not null)
        {
            user["accountEnabled"] = enabled;
        }

        if (manager is not null)
        {
            user["manager"] = new JsonObject { ["@odata.type"] = "#microsoft.graph.user", ["id"] = manager };
        }

        Users.Add(user);
        return this;
    }

    protected override Answer? Check(IReadOnlyDictionary<string, string> form) =>
        form.GetValueOrDefault("client_id") == ClientId && form.GetValueOrDefault("client_secret") == Secret
            && form.GetValueOrDefault("grant_type") == "client_credentials" && form.GetValueOrDefault("scope") == "https://graph.microsoft.com/.default"
            ? null : new Answer(401, """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}""");

    protected override Answer Route(HttpRequest request, JsonNode? body) => (request.Method, Parts(request, "/v1.0/")) switch
    {
        ("GET", ["users"]) when !ShowsLastDays && AsksFor(request, "employeeLeaveDateTime") => Error(403, "Authorization_RequestDenied"),
        ("GET", ["users"]) when !ShowsSignIns && AsksFor(request, "signInActivity") => Error(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant"),
        ("GET", ["users"]) => List(request, [.. Users.Select(u => Selected(request, u))]),
        ("GET", ["users", var user, "memberOf"]) when Find(user) is not null =>
            List(request, [Typed("directoryRole", "role-1"), .. Groups.Where(g => g.Value.People.Contains(user)).Select(g => Typed("group", g.Key))]),
        ("GET", ["groups"]) => List(request, [.. Groups.Keys.Select(g => Selected(request, Group(g)))]),
        ("GET", ["groups", var group, "members"]) when Groups.ContainsKey(group) =>
            List(request, [.. Groups[group].People.Select(p => Typed("user", p)), .. Groups[group].Groups.Select(g => Typed("group", g))]),
        ("GET", ["servicePrincipals", var app]) when Apps.ContainsKey(app) => new Answer(200, new JsonObject { ["id"] = app, ["appId"] = $"client-of-{app}" }.ToJsonString()),
        ("GET", ["auditLogs", "signIns"]) => Log is null ? Error(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant") : List(request, SignIns((string)request.Query["$filter"]!)),
        ("GET", ["servicePrincipals", var app, "appRoleAssignedTo"]) when Apps.TryGetValue(app, out var found) => List(request, [.. found.Select(Assignment)]),
        ("DELETE", ["servicePrincipals", var app, "appRoleAssignedTo", var id]) =>
            Apps[app].RemoveAll(a => a.Id == id) > 0 ? new Answer(204, null) : Error(404, "Request_ResourceNotFound"),
        ("DELETE", ["groups", var group, "members", var person, "$ref"]) =>
            Groups[group].People.Remove(person) ? new Answer(204, null) : Error(404, "Request_ResourceNotFound"),
        ("DELETE", ["groups", _, "members", var person]) => Users.RemoveAll(u => (string)u["id"]! == person) > 0 ? new Answer(204, null) : Error(404, "Request_ResourceNotFound"),
        _ => Error(404, "Request_ResourceNotFound"),
    };

    private JsonObject Group(string id)
    {
        var group = GroupFacts.GetValueOrDefault(id)?.DeepClone().AsObject() ?? [];
        (group["id"], group["displayName"]) = (id, Groups[id].Name);
        return group;
    }

    private List<JsonObject> SignIns(string filter) =>
    [
        .. Log!.Where(e => filter.StartsWith($"appId eq 'client-of-{e.App}' and createdDateTime ge ", StringComparison.Ordinal)
                && e.At >= DateTime.Parse(filter.Split(' ')[^1], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal))
            .OrderByDescending(e => e.At).Select(e => new JsonObject
            {
                ["id"] = $"signin-{e.User}-{e.At.Ticks}", ["userId"] = e.User, ["createdDateTime"] = e.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), ["ipAddress"] = "203.0.113.77",
                ["status"] = new JsonObject { ["errorCode"] = e.Succeeded ? 0 : 50126 },
            }),
    ];

    private static bool AsksFor(HttpRequest request, string member) => ((string?)request.Query["$select"])?.Split(',').Contains(member) == true;

    private JsonObject? Find(string user) => Users.SingleOrDefault(u => (string)u["id"]! == user);

    // Nothing but the short default comes without being asked for.
    private static JsonObject Selected(HttpRequest request, JsonObject user)
    {
        var asked = ((string?)request.Query["$select"] ?? "id,displayName,mail,userPrincipalName").Split(',');
        var expanded = ((string?)request.Query["$expand"])?.Split('(')[0];
        return new JsonObject(user.Where(p => p.Key == expanded || asked.Contains(p.Key)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
    }

    private Answer List(HttpRequest request, List<JsonObject> all)
    {
        var token = (string?)request.Query["$skiptoken"];
        var (page, next) = BeginsEmpty && token is null ? ([], 0) : Page(all, token, AsksFor(request, "signInActivity") ? MostWithSignIns : int.MaxValue);
        var answer = new JsonObject { ["@odata.context"] = $"{Address}/v1.0/$metadata", ["value"] = page };
        if (next is not null)
        {
            var others = string.Join('&', request.Query.Where(q => q.Key != "$skiptoken").Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value!)}"));
            answer["@odata.nextLink"] = $"{Address}{RawPath(request)}?{others}&$skiptoken={next}";
        }

        return new Answer(200, answer.ToJsonString());
    }

    private static JsonObject Typed(string type, string id) => new() { ["@odata.type"] = $"#microsoft.graph.{type}", ["id"] = id };

    private static JsonObject Assignment((string Id, string Type, string Principal) a) => new()
    {
        ["id"] = a.Id, ["appRoleId"] = Guid.Empty, ["principalType"] = a.Type, ["principalId"] = a.Principal, ["principalDisplayName"] = "Somebody",
    };

    private static Answer Error(int status, string code) => new(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code } }.ToJsonString());
}
