using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Fakes;

/// <summary>An Okta organisation in memory: users, groups, and applications assigned to people and to groups.</summary>
public sealed class FakeOkta : FakeServer
{
    public const string Token = "00okta-token-77";

    public List<(string Id, string Status, string Email, string First, string Last)> Users { get; } = [];

    public Dictionary<string, (string Name, List<string> Members)> Groups { get; } = [];

    /// <summary>By application: the people assigned directly, and the groups assigned.</summary>
    public Dictionary<string, (List<string> People, List<string> Groups)> Apps { get; } = [];

    /// <summary>The id that somebody has inside an application.</summary>
    public Dictionary<(string App, string User), string> AccountIds { get; } = [];

    public int PageSize { get; set; } = 200;

    /// <summary>What Okta tells the application about somebody who lost access there.</summary>
    public Action<string>? Deprovisions { get; set; }

    protected override Task<Answer> AnswerAsync(HttpRequest request, JsonNode? body) => Task.FromResult(
        request.Headers.Authorization != $"SSWS {Token}" ? Error(401, "E0000011") : Route(request));

    private Answer Route(HttpRequest request)
    {
        var parts = RawPath(request)["/api/v1/".Length..].Split('/').Select(Uri.UnescapeDataString).ToArray();
        return (request.Method, parts) switch
        {
            ("GET", ["users"]) => Page(request, [.. Users.Where(u => request.Query.ContainsKey("filter") || u.Status != "DEPROVISIONED").Select(User)]),
            ("GET", ["users", var user, "groups"]) => Page(request, [.. Groups.Where(g => g.Value.Members.Contains(user)).Select(g => Group(g.Key))]),
            ("GET", ["groups"]) => Page(request, [.. Groups.Keys.Select(Group)]),
            ("GET", ["groups", var group, "users"]) when Groups.TryGetValue(group, out var found) => Page(request, [.. Users.Where(u => found.Members.Contains(u.Id)).Select(User)]),
            ("GET", ["apps", var app, "users"]) when Apps.ContainsKey(app) => Page(request, [.. Holders(app).Select(h => Assignment(app, h))]),
            ("GET", ["apps", var app, "groups"]) when Apps.TryGetValue(app, out var found) => Page(request, [.. found.Groups.Select(g => new JsonObject { ["id"] = g })]),
            ("GET", ["apps", var app, "users", var user]) => Holders(app).Contains(user) ? new Answer(200, Assignment(app, user).ToJsonString()) : Error(404, "E0000007"),
            ("DELETE", ["apps", var app, "users", var user]) => Removed(Apps[app].People, user),
            ("DELETE", ["groups", var group, "users", var user]) => Removed(Groups[group].Members, user),
            _ => Error(404, "E0000007"),
        };
    }

    public IReadOnlyList<string> Holders(string app) =>
        [.. Apps[app].People.Concat(Apps[app].Groups.SelectMany(g => Groups[g].Members)).Distinct(StringComparer.Ordinal)];

    private Answer Removed(List<string> from, string user)
    {
        if (!from.Remove(user))
        {
            return Error(404, "E0000007");
        }

        Deprovisions?.Invoke(user);
        return new Answer(204, null);
    }

    private Answer Page(HttpRequest request, List<JsonObject> all)
    {
        var start = int.Parse(request.Query["after"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
        var page = all.Skip(start).Take(PageSize).ToList();
        var self = $"{Address}{request.Path}";
        List<(string, string)> links = [("Link", $"<{self}?limit=200>; rel=\"self\"")];
        if (start + page.Count < all.Count)
        {
            var filter = request.Query.ContainsKey("filter") ? $"&filter={Uri.EscapeDataString(request.Query["filter"]!)}" : "";
            links.Add(("Link", $"<{self}?after={start + page.Count}&limit=200{filter}>; rel=\"next\""));
        }

        return new Answer(200, new JsonArray([.. page]).ToJsonString()) { Headers = links };
    }

    private static JsonObject User((string Id, string Status, string Email, string First, string Last) user) => new()
    {
        ["id"] = user.Id, ["status"] = user.Status, ["lastLogin"] = null,
        ["profile"] = new JsonObject { ["firstName"] = user.First, ["lastName"] = user.Last, ["login"] = user.Email, ["email"] = user.Email, ["secondEmail"] = null },
    };

    private JsonObject Group(string id) => new() { ["id"] = id, ["type"] = "OKTA_GROUP", ["profile"] = new JsonObject { ["name"] = Groups[id].Name } };

    private JsonObject Assignment(string app, string user) => new()
    {
        ["id"] = user, ["externalId"] = AccountIds.GetValueOrDefault((app, user)), ["scope"] = Apps[app].People.Contains(user) ? "USER" : "GROUP", ["status"] = "ACTIVE",
        ["credentials"] = new JsonObject { ["userName"] = Users.First(u => u.Id == user).Email },
    };

    private static Answer Error(int status, string code) => new(status, new JsonObject { ["errorCode"] = code }.ToJsonString());
}
