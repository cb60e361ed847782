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

    private static Answer Error(int status, string message) => new(status, new JsonObject { ["message"] = message, ["statusCode"] = status }.ToJsonString());
}
