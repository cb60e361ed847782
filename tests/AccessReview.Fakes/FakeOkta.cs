using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Fakes;

/// <summary>An Okta organisation in memory: users, groups, and applications assigned to people and to groups.</summary>
public sealed class FakeOkta : FakeServer
{
    public const string Token = "00okta-token-77";

    /// <summary>What stands in every profile and is nobody's business.</summary>
    public const string Phone = "+41 79 555 01 23";

    public List<(string Id, string Status, string Email, string First, string Last)> Users { get; } = [];

    public Dictionary<string, (string Name, List<string> Members)> Groups { get; } = [];

    /// <summary>Of which type a group is, where it is none of Okta's own: null, and it does not say.</summary>
    public Dictionary<string, string?> GroupTypes { get; } = [];

    /// <summary>By application: the people assigned directly, and the groups assigned.</summary>
    public Dictionary<string, (List<string> People, List<string> Groups)> Apps { get; } = [];

    /// <summary>The id that somebody has inside an application.</summary>
    public Dictionary<(string App, string User), string> AccountIds { get; } = [];

    /// <summary>Who signed in to what, when, and whether it succeeded; the log is not to be read when it is null.</summary>
    public List<(string User, string App, DateTime At, bool Succeeded)>? Log { get; set; } = [];

    /// <summary>The name somebody signs in to Okta with, where it is not their address.</summary>
    public Dictionary<string, string> Logins { get; } = [];

    /// <summary>When somebody last signed in to Okta itself.</summary>
    public Dictionary<string, DateTime> LastLogins { get; } = [];

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
            ("GET", ["logs"]) => Log is null ? Error(403, "E0000006") : Events(request),
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
            var same = string.Concat(request.Query.Where(q => q.Key is not ("after" or "limit")).Select(q => $"&{q.Key}={Uri.EscapeDataString(q.Value!)}"));
            links.Add(("Link", $"<{self}?after={start + page.Count}&limit=200{same}>; rel=\"next\""));
        }

        return new Answer(200, new JsonArray([.. page]).ToJsonString()) { Headers = links };
    }

    // The person is the actor; the application is one of the targets, at no fixed place.
    private Answer Events(HttpRequest request)
    {
        var (filter, since, until) = ((string)request.Query["filter"]!, Instant(request.Query["since"]!), Instant(request.Query["until"]!));
        return Page(request, [.. Log!.Where(e => e.At >= since && e.At < until && filter == $"eventType eq \"user.authentication.sso\" and target.id eq \"{e.App}\"").OrderByDescending(e => e.At).Select((e, i) => new JsonObject
        {
            ["uuid"] = $"event-{e.User}-{e.At.Ticks}", ["published"] = Written(e.At), ["eventType"] = "user.authentication.sso",
            ["actor"] = new JsonObject { ["id"] = e.User, ["type"] = "User" }, ["outcome"] = new JsonObject { ["result"] = e.Succeeded ? "SUCCESS" : "FAILURE" },
            ["client"] = new JsonObject { ["ipAddress"] = "203.0.113.77" },
            ["target"] = new JsonArray(new JsonObject { ["id"] = e.User, ["type"] = "AppUser" }, new JsonObject { ["id"] = e.App, ["type"] = "AppInstance" }),
        })]);
    }

    private static string Written(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static DateTime Instant(string? text) => DateTime.Parse(text!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

    private JsonObject User((string Id, string Status, string Email, string First, string Last) user) => new()
    {
        ["id"] = user.Id, ["status"] = user.Status, ["lastLogin"] = LastLogins.TryGetValue(user.Id, out var last) ? Written(last) : null,
        ["profile"] = new JsonObject { ["firstName"] = user.First, ["lastName"] = user.Last, ["login"] = Logins.GetValueOrDefault(user.Id, user.Email), ["email"] = user.Email, ["secondEmail"] = $"{user.Id}@home.example", ["mobilePhone"] = Phone },
    };

    /// <summary>Gives somebody another address, and lets them sign in with this name.</summary>
    public void Rename(string user, string address, string login)
    {
        var place = Users.FindIndex(u => u.Id == user);
        Users[place] = Users[place] with { Email = address };
        Logins[user] = login;
    }

    private JsonObject Group(string id) => new() { ["id"] = id, ["type"] = GroupTypes.GetValueOrDefault(id, "OKTA_GROUP"), ["profile"] = new JsonObject { ["name"] = Groups[id].Name } };

    private JsonObject Assignment(string app, string user) => new()
    {
        ["id"] = user, ["externalId"] = AccountIds.GetValueOrDefault((app, user)), ["scope"] = Apps[app].People.Contains(user) ? "USER" : "GROUP", ["status"] = "ACTIVE",
        ["credentials"] = new JsonObject { ["userName"] = Users.First(u => u.Id == user).Email },
        ["profile"] = new JsonObject { ["mobilePhone"] = Phone },
    };

    private static Answer Error(int status, string code) => new(status, new JsonObject { ["errorCode"] = code }.ToJsonString());
}
