using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Fakes;

/// <summary>A OneLogin account in memory: users, roles, and applications given by roles or to people alone. Lists are bare arrays that
/// go on by a header; a DELETE whose body is lost empties the role.</summary>
public sealed class FakeOneLogin : FakeDirectory
{
    public const string ClientId = "onelogin-client";
    public const string Secret = "onelogin-secret-b7c3";

    public List<JsonObject> Users { get; } = [];

    /// <summary>By id: the name, who is in it, and who is put back by a mapping.</summary>
    public Dictionary<int, (string Name, List<int> People, List<int> Mapped)> Roles { get; } = [];

    /// <summary>By id: the people who have it without a role, and the roles that give it.</summary>
    public Dictionary<int, (List<int> People, List<int> Roles)> Apps { get; } = [];

    /// <summary>What its log says; the log is not to be read when it is null.</summary>
    public List<FakeOneLoginEvent>? Log { get; set; } = [];

    /// <summary>Events come as they happened, whatever order is asked for.</summary>
    public bool OldestFirst { get; set; }

    /// <summary>Every event comes, whoever and whatever is asked for.</summary>
    public bool GivesEveryEvent { get; set; }

    /// <summary>Where the links to the next page of events lead; null: to where the page came from.</summary>
    public string? LinksTo { get; set; }

    /// <summary>The application is described without its roles.</summary>
    public bool HidesRoles { get; set; }

    /// <summary>Users who do not hold a role are listed beside those who do.</summary>
    public bool ListsUnassigned { get; set; }

    /// <summary>On the way here the body of a DELETE is dropped.</summary>
    public bool LosesBodies { get; set; }

    /// <summary>After the last page the header is there and empty.</summary>
    public bool EmptyCursor { get; set; }

    protected override string TokenPath => "/auth/oauth2/v2/token";

    public FakeOneLogin User(int id, string email, int? status = 1, int? manager = null)
    {
        Users.Add(new JsonObject
        {
            ["id"] = id, ["email"] = email, ["username"] = email, ["firstname"] = "User", ["lastname"] = id.ToString(CultureInfo.InvariantCulture), ["status"] = status, ["state"] = 1,
            ["manager_user_id"] = manager,
        });
        return this;
    }

    protected override Answer? Check(IReadOnlyDictionary<string, string> form) =>
        form.GetValueOrDefault("client_id") == ClientId && form.GetValueOrDefault("client_secret") == Secret && form.GetValueOrDefault("grant_type") == "client_credentials"
            ? null : Error(401, "Unauthorized");

    protected override Answer Route(HttpRequest request, JsonNode? body)
    {
        if (Parts(request, "/api/1/") is ["events"])
        {
            return Log is null ? Error(403, "Insufficient Permissions") : Events(request, Log);
        }

        var parts = Parts(request, "/api/2/");
        var id = parts.Length > 1 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var number) ? number : 0;
        return (request.Method, parts) switch
        {
            ("GET", ["users"]) => List(request, [.. Users.Select(u => Selected(request, u))]),
            ("GET", ["roles"]) => List(request, [.. Roles.Select(r => new JsonObject { ["id"] = r.Key, ["name"] = r.Value.Name })]),
            ("GET", ["roles", _, "users"]) when Roles.TryGetValue(id, out var role) => List(request,
            [
                .. Users.Where(u => ListsUnassigned || role.People.Contains((int)u["id"]!)).Select(u => new JsonObject
                {
                    ["id"] = (int)u["id"]!, ["name"] = "Somebody", ["username"] = (string)u["username"]!, ["assigned"] = role.People.Contains((int)u["id"]!),
                }),
            ]),
            ("GET", ["apps", _]) when Apps.TryGetValue(id, out var app) => new Answer(200, App(id, app.Roles).ToJsonString()),
            ("GET", ["apps", _, "users"]) when Apps.TryGetValue(id, out var app) => List(request, [.. Users.Where(u => Holders(app).Contains((int)u["id"]!)).Select(AppUser)]),
            ("DELETE", ["roles", _, "users"]) when Roles.TryGetValue(id, out var role) => TakeOut(role, LosesBodies ? null : body),
            _ => Error(404, "The resource with the given id could not be found"),
        };
    }

    private List<int> Holders((List<int> People, List<int> Roles) app) => [.. app.People.Concat(app.Roles.SelectMany(r => Roles[r].People)).Distinct()];

    private static Answer TakeOut((string Name, List<int> People, List<int> Mapped) role, JsonNode? body)
    {
        if (body is JsonArray whom)
        {
            role.People.RemoveAll(p => whom.Any(w => (int)w! == p) && !role.Mapped.Contains(p));
        }
        else
        {
            role.People.Clear();
        }

        return new Answer(204, null);
    }

    private JsonObject App(int id, List<int> roles)
    {
        var app = new JsonObject { ["id"] = id, ["name"] = "Heap" };
        if (!HidesRoles)
        {
            app["role_ids"] = new JsonArray([.. roles.Select(r => JsonValue.Create(r))]);
        }

        return app;
    }

    private static JsonObject AppUser(JsonObject user) => new(user.Where(p => p.Key is "id" or "email" or "username").Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));

    // A user is reduced to little unless more is asked for.
    private static JsonObject Selected(HttpRequest request, JsonObject user)
    {
        var asked = ((string?)request.Query["fields"] ?? "id,email,username").Split(',');
        return new JsonObject(user.Where(p => asked.Contains(p.Key)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
    }

    private Answer List(HttpRequest request, List<JsonObject> all)
    {
        var (page, next) = Page(all, request.Query["cursor"].FirstOrDefault()?[2..]);
        IReadOnlyList<(string, string)> headers = next is not null ? [("After-Cursor", $"=&{next}")] : EmptyCursor ? [("After-Cursor", "")] : [];
        return new Answer(200, page.ToJsonString()) { Headers = headers };
    }

    // Version 1 pages in the body. Without an order events come as they happened.
    private Answer Events(HttpRequest request, List<FakeOneLoginEvent> log)
    {
        var (since, kinds) = (DateTime.Parse(request.Query["since"]!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal), ((string)request.Query["event_type_id"]!).Split(','));
        var asked = log.OrderBy(e => e.At).Where(e => GivesEveryEvent
            || (e.At >= since && kinds.Contains(e.Kind.ToString(CultureInfo.InvariantCulture)) && e.User == int.Parse(request.Query["user_id"]!, CultureInfo.InvariantCulture))).ToList();
        if (request.Query["sort"] == "-id" && !OldestFirst)
        {
            asked.Reverse();
        }

        var (page, next) = Page([.. asked.Select(e => e.Json())], request.Query["after_cursor"].FirstOrDefault()?[2..]);
        return new Answer(200, new JsonObject
        {
            ["status"] = new JsonObject { ["error"] = false, ["code"] = 200, ["type"] = "success", ["message"] = "Success" },
            // The cursor is there after the last page too; only the link is not.
            ["pagination"] = new JsonObject
            {
                ["before_cursor"] = null, ["after_cursor"] = $"=&{next ?? asked.Count}", ["previous_link"] = null,
                ["next_link"] = next is null ? null : $"{LinksTo ?? Address}/api/1/events?after_cursor={Uri.EscapeDataString($"=&{next}")}",
            },
            ["data"] = page,
        }.ToJsonString());
    }

    private static Answer Error(int status, string message) => new(status, new JsonObject { ["message"] = message, ["statusCode"] = status }.ToJsonString());
}

/// <summary>An event of OneLogin's log; the kind 8 is that a user logged into an application.</summary>
public sealed record FakeOneLoginEvent(int User, int? App, DateTime At, int Kind = 8, int? InPlaceBy = null)
{
    public JsonObject Json() => new()
    {
        ["id"] = At.Ticks + User, ["created_at"] = At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), ["account_id"] = 1, ["user_id"] = User, ["event_type_id"] = Kind,
        ["actor_user_id"] = User, ["assuming_acting_user_id"] = InPlaceBy, ["app_id"] = App, ["app_name"] = "Somewhere", ["user_name"] = "Somebody", ["ipaddr"] = "203.0.113.77",
    };
}
