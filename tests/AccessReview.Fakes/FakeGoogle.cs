using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Fakes;

/// <summary>A Google Workspace in memory: users, and groups that may hold groups, outsiders or everybody. A list that is empty is left
/// out of its answer.</summary>
public sealed class FakeGoogle : FakeDirectory
{
    public const string ServiceAccount = "reader@project.iam.example";
    public const string Admin = "admin@example.com";

    private const string Scopes = "https://www.googleapis.com/auth/";
    private const string Scope = Scopes + "admin.directory.";
    private const string LogScope = Scopes + "admin.reports.audit.readonly";

    private static readonly RSA Pair = RSA.Create(2048);

    /// <summary>The service account's key.</summary>
    public static string PrivateKey { get; } = Pair.ExportPkcs8PrivateKeyPem();

    public List<JsonObject> Users { get; } = [];

    /// <summary>By id.</summary>
    public Dictionary<string, FakeGoogleGroup> Groups { get; } = [];

    /// <summary>What the domain has delegated to the service account.</summary>
    public HashSet<string> Delegated { get; } = [Scope + "user.readonly", Scope + "group.readonly", Scope + "group.member", LogScope];

    /// <summary>Who signed in by SAML to what, when, and whether it succeeded; the person is the id of their profile.</summary>
    public List<(string? Person, string App, DateTime At, bool Succeeded)> Log { get; } = [];

    /// <summary>The log begins with what happened first.</summary>
    public bool OldestFirst { get; set; }

    /// <summary>The log gives everything, whatever application and event are asked for.</summary>
    public bool IgnoresFilters { get; set; }

    /// <summary>What the last token is good for, and whom it speaks for.</summary>
    public string Granted { get; private set; } = "";

    protected override string TokenPath => "/token";

    public FakeGoogle User(string id, string email, bool? suspended = false, bool? archived = false)
    {
        var user = new JsonObject { ["kind"] = "admin#directory#user", ["id"] = id, ["primaryEmail"] = email, ["name"] = new JsonObject { ["givenName"] = "User", ["familyName"] = id } };
        if (suspended is not null)
        {
            user["suspended"] = suspended;
        }

        if (archived is not null)
        {
            user["archived"] = archived;
        }

        Users.Add(user);
        return this;
    }

    protected override Answer? Check(IReadOnlyDictionary<string, string> form)
    {
        var parts = form.GetValueOrDefault("assertion", "").Split('.');
        if (form.GetValueOrDefault("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer" || parts.Length != 3
            || !Pair.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
        {
            return new Answer(400, """{"error":"invalid_grant","error_description":"Invalid JWT Signature."}""");
        }

        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        var (iss, sub, scopes) = ((string?)claims["iss"], (string?)claims["sub"], ((string)claims["scope"]!).Split(' '));
        if (iss != ServiceAccount || !((string)claims["aud"]!).StartsWith("http", StringComparison.Ordinal) || (long)claims["exp"]! - (long)claims["iat"]! > 3600)
        {
            return new Answer(400, """{"error":"invalid_grant"}""");
        }

        if (!scopes.All(Delegated.Contains))
        {
            return new Answer(401, """{"error":"unauthorized_client","error_description":"Client is unauthorized to retrieve access tokens using this method."}""");
        }

        Granted = $"{sub}: {string.Join(' ', scopes.Select(s => s.Replace(Scope, "", StringComparison.Ordinal).Replace(Scopes, "", StringComparison.Ordinal)))}";
        return null;
    }

    protected override Answer Route(HttpRequest request, JsonNode? body)
    {
        var parts = Parts(request, "/admin/directory/v1/");
        if (!Granted.StartsWith(Admin, StringComparison.Ordinal) || (request.Method == "DELETE" && !Granted.EndsWith("group.member", StringComparison.Ordinal)))
        {
            return Error(403, "forbidden");
        }

        if (Parts(request, "/admin/reports/v1/") is ["activity", "users", "all", "applications", "saml"])
        {
            return Granted == $"{Admin}: {LogScope[Scopes.Length..]}" ? SignIns(request) : Error(403, "insufficientPermissions");
        }

        var group = parts is ["groups", var key, ..] ? Groups.GetValueOrDefault(key) ?? Groups.Values.SingleOrDefault(g => g.Email == key) : null;
        return (request.Method, parts) switch
        {
            ("GET", ["users"]) when request.Query["customer"] == "my_customer" => List(request, "users", [.. Users]),
            ("GET", ["groups"]) when request.Query["customer"] == "my_customer" => List(request, "groups", [.. Groups.Select(g => g.Value.Json(g.Key))]),
            ("GET", ["groups", _, "members"]) when group is not null => List(request, "members", [.. Members(group, request.Query["includeDerivedMembership"] == "true").Select(Member)]),
            ("GET", ["groups", _, "hasMember", var person]) when group is not null =>
                new Answer(200, new JsonObject { ["isMember"] = Members(group, derived: true).Contains(Mail(person)) }.ToJsonString()),
            ("DELETE", ["groups", _, "members", var person]) when group is not null => group.Members.Remove(Mail(person)) ? new Answer(204, null) : Error(404, "notFound"),
            _ => Error(404, "notFound"),
        };
    }

    // Members are kept by address; requests may name them by id.
    private string Mail(string key) => (string?)Users.SingleOrDefault(u => (string)u["id"]! == key)?["primaryEmail"] ?? key;

    private List<string> Members(FakeGoogleGroup group, bool derived) =>
    [
        .. group.Members.Concat(derived ? Groups.Values.Where(g => group.Members.Contains(g.Email)).SelectMany(g => Members(g, derived: true)) : []).Distinct(StringComparer.Ordinal),
    ];

    private JsonObject Member(string address)
    {
        var (user, group) = (Users.SingleOrDefault(u => (string)u["primaryEmail"]! == address), Groups.SingleOrDefault(g => g.Value.Email == address));
        return (user, group.Key) switch
        {
            (not null, _) => new JsonObject { ["id"] = (string)user["id"]!, ["email"] = address, ["type"] = "USER", ["role"] = "MEMBER" },
            (_, not null) => new JsonObject { ["id"] = group.Key, ["email"] = address, ["type"] = "GROUP", ["role"] = "MEMBER" },
            _ when address == "*" => new JsonObject { ["id"] = "C01", ["type"] = "CUSTOMER", ["role"] = "MEMBER" },
            _ => new JsonObject { ["email"] = address, ["type"] = "EXTERNAL", ["role"] = "MEMBER" },
        };
    }

    // A filter is a parameter's name, an operator and a value; several are told apart by commas.
    private Answer SignIns(HttpRequest request)
    {
        var (since, name, filter) = (DateTime.Parse(request.Query["startTime"]!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal), (string?)request.Query["eventName"], (string)request.Query["filters"]!);
        return List(request, "items",
        [
            .. Log.Where(e => e.At >= since && (IgnoresFilters || (name == Event(e.Succeeded) && filter == $"application_name=={e.App}"))).OrderBy(e => OldestFirst ? e.At.Ticks : -e.At.Ticks).Select(e => new JsonObject
            {
                ["kind"] = "admin#reports#activity", ["ipAddress"] = "203.0.113.77",
                ["id"] = new JsonObject { ["time"] = e.At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), ["uniqueQualifier"] = $"{e.At.Ticks}", ["applicationName"] = "saml" },
                ["actor"] = new JsonObject { ["email"] = "somebody@example.com", ["profileId"] = e.Person },
                ["events"] = new JsonArray(new JsonObject
                {
                    ["type"] = "login", ["name"] = Event(e.Succeeded),
                    ["parameters"] = new JsonArray(new JsonObject { ["name"] = "orgunit_path", ["value"] = "/Sales" }, new JsonObject { ["name"] = "application_name", ["value"] = e.App }),
                }),
            }),
        ]);
    }

    private static string Event(bool succeeded) => succeeded ? "login_success" : "login_failure";

    private Answer List(HttpRequest request, string name, List<JsonObject> all)
    {
        var (page, next) = Page(all, request.Query["pageToken"].FirstOrDefault()?[2..]);
        var answer = new JsonObject { ["kind"] = $"admin#directory#{name}", ["etag"] = "\"e\"" };
        if (page.Count > 0)
        {
            answer[name] = page;
        }

        if (next is not null)
        {
            answer["nextPageToken"] = $"=&{next}";
        }

        return new Answer(200, answer.ToJsonString());
    }

    private static Answer Error(int status, string reason) => new(status, new JsonObject
    {
        ["error"] = new JsonObject { ["code"] = status, ["errors"] = new JsonArray(new JsonObject { ["reason"] = reason, ["domain"] = "global" }) },
    }.ToJsonString());
}

/// <summary>A group: people and groups by address, outsiders by address, everybody as a star.</summary>
public sealed record FakeGoogleGroup(string Name, string Email, List<string> Members)
{
    public JsonObject Json(string id) => new() { ["kind"] = "admin#directory#group", ["id"] = id, ["email"] = Email, ["name"] = Name };
}
