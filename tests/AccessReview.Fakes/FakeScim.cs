using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Fakes;

/// <summary>What a SCIM server understands and how it counts. The defaults follow the RFC.</summary>
public sealed record ScimManners
{
    public string PageSizeName { get; init; } = "count";

    public int MaxPage { get; init; } = 1000;

    /// <summary>Cursor paging of RFC 9865 instead of positions.</summary>
    public bool Cursor { get; init; }

    public bool Describes { get; init; } = true;

    public bool PatchPath { get; init; } = true;

    public bool PatchBare { get; init; } = true;

    public bool Put { get; init; } = true;

    public bool PatchGroups { get; init; } = true;

    /// <summary>What it answers to every question for groups; null: it has them.</summary>
    public int? NoGroups { get; init; }

    /// <summary>Says of a page not how many records it has but how many it would take.</summary>
    public bool SaysMostAPage { get; init; }

    /// <summary>Group ids as JSON numbers in lists (Amplitude).</summary>
    public bool NumberIdsInLists { get; init; }

    /// <summary>Members are left out of lists.</summary>
    public bool HidesMembers { get; init; }

    /// <summary>Switching a user off removes the user (Amplitude).</summary>
    public bool OffRemoves { get; init; }

    /// <summary>Past the end the first page comes again.</summary>
    public bool BeginsAgain { get; init; }

    /// <summary>Only begins at whole pages: a position within one gives that page from its beginning.</summary>
    public bool WholePages { get; init; }

    /// <summary>The total is the length of the page.</summary>
    public bool TotalIsPage { get; init; }

    /// <summary>Added to every total.</summary>
    public int TotalOff { get; init; }

    /// <summary>Claims no total.</summary>
    public bool NoTotal { get; init; }

    public bool ETags { get; init; }

    /// <summary>Says false as text.</summary>
    public bool TextFlags { get; init; }
}

/// <summary>A SCIM 2.0 server in memory. An unfiltered remove empties the group, as RFC 7644 3.5.2.2 has it.</summary>
public sealed partial class FakeScim(ScimManners? manners = null) : FakeServer
{
    public const string Token = "scim-token-5c1f";

    private readonly ScimManners manners = manners ?? new ScimManners();

    /// <summary>The token it accepts.</summary>
    public string Accepts { get; set; } = Token;

    public List<JsonObject> Users { get; } = [];

    public List<JsonObject> Groups { get; } = [];

    public string Base => Address + "/scim/v2";

    public FakeScim User(string id, string? email = null, string? name = null, bool active = true, string? role = null)
    {
        var user = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"), ["id"] = id, ["userName"] = email ?? id,
            ["emails"] = new JsonArray(new JsonObject { ["value"] = email ?? id, ["primary"] = true }), ["active"] = active,
            ["meta"] = new JsonObject { ["resourceType"] = "User", ["version"] = "W/\"1\"", ["created"] = "2024-02-03T04:05:06Z" },
        };
        if (name is not null)
        {
            user["displayName"] = name;
        }

        if (role is not null)
        {
            user["roles"] = new JsonArray(new JsonObject { ["value"] = role });
        }

        Users.Add(user);
        return this;
    }

    public FakeScim Group(string id, string name, params string[] members)
    {
        Groups.Add(new JsonObject { ["id"] = id, ["displayName"] = name, ["members"] = new JsonArray([.. members.Select(m => new JsonObject { ["value"] = m })]), ["meta"] = new JsonObject { ["version"] = "W/\"1\"" } });
        return this;
    }

    public IReadOnlyList<string> Members(string group) =>
        [.. (Groups.Single(g => (string)g["id"]! == group)["members"] as JsonArray ?? []).Select(m => (string)m!["value"]!)];

    public JsonObject? Find(string user) => Users.SingleOrDefault(u => (string)u["id"]! == user);

    protected override Task<Answer> AnswerAsync(HttpRequest request, JsonNode? body) => Task.FromResult(
        request.Headers.Authorization != $"Bearer {Accepts}" ? new Answer(401, "Unauthorized", "text/plain") : Route(request, body));

    private Answer Route(HttpRequest request, JsonNode? body)
    {
        var parts = RawPath(request)["/scim/v2/".Length..].Split('/');
        if (parts[0] == "ServiceProviderConfig")
        {
            return manners.Describes ? Ok(new JsonObject
            {
                ["patch"] = new JsonObject { ["supported"] = manners.PatchPath || manners.PatchBare }, ["etag"] = new JsonObject { ["supported"] = manners.ETags },
                ["pagination"] = new JsonObject { ["cursor"] = manners.Cursor, ["index"] = !manners.Cursor },
            }) : Error(404, null);
        }

        if (parts[0] == "Groups" && manners.NoGroups is { } without)
        {
            return Error(without, null);
        }

        var list = parts[0] switch { "Users" => Users, "Groups" => Groups, _ => null };
        if (list is null)
        {
            return Error(404, null);
        }

        if (parts.Length == 1)
        {
            return Page(request, list);
        }

        var id = Uri.UnescapeDataString(parts[1]);
        if (list.SingleOrDefault(r => (string)r["id"]! == id) is not { } found)
        {
            return Error(404, null);
        }

        if (request.Method != "GET" && manners.ETags && request.Headers.IfMatch.Count > 0 && request.Headers.IfMatch != (string)found["meta"]!["version"]!)
        {
            return Error(412, null);
        }

        return (request.Method, list == Users) switch
        {
            ("GET", _) => Ok(found),
            ("PATCH", true) => PatchUser(found, body!),
            ("PUT", true) => manners.Put ? Replace(found, body!) : Error(501, null),
            ("PATCH", false) => manners.PatchGroups ? PatchGroup(found, body!) : Error(501, null),
            ("PUT", false) => Replace(found, body!),
            _ => Error(405, null),
        };
    }

    private Answer Page(HttpRequest request, List<JsonObject> all)
    {
        var size = int.TryParse(request.Query[manners.PageSizeName], CultureInfo.InvariantCulture, out var asked) ? Math.Min(asked, manners.MaxPage) : manners.MaxPage;
        var start = manners.Cursor
            ? string.IsNullOrEmpty(request.Query["cursor"]) ? 0 : int.Parse(((string)request.Query["cursor"]!)[1..], CultureInfo.InvariantCulture)
            : Math.Max(1, int.Parse(request.Query["startIndex"].FirstOrDefault() ?? "1", CultureInfo.InvariantCulture)) - 1;
        start = start >= all.Count && manners.BeginsAgain ? 0 : manners.WholePages ? start - (start % size) : start;

        var page = all.Skip(start).Take(size).Select(r => r.DeepClone().AsObject()).ToList();
        foreach (var resource in page.Where(_ => all == Groups))
        {
            if (manners.NumberIdsInLists)
            {
                resource["id"] = JsonNode.Parse((string)resource["id"]!);
            }

            if (manners.HidesMembers)
            {
                resource.Remove("members");
            }
        }

        var answer = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:ListResponse"), ["totalResults"] = (manners.TotalIsPage ? page.Count : all.Count) + manners.TotalOff,
            ["itemsPerPage"] = manners.SaysMostAPage ? size : page.Count, ["startIndex"] = start + 1,
        };
        if (manners.NoTotal)
        {
            answer.Remove("totalResults");
        }

        if (page.Count > 0)
        {
            answer["Resources"] = new JsonArray([.. page]);
        }

        if (manners.Cursor && start + page.Count < all.Count)
        {
            answer["nextCursor"] = $"c{start + page.Count}";
        }

        return Ok(answer);
    }

    private Answer PatchUser(JsonObject user, JsonNode body)
    {
        var operation = body["Operations"]![0]!;
        var path = (string?)operation["path"];
        if (path is null ? !manners.PatchBare : !manners.PatchPath || operation["value"]!.GetValueKind() == System.Text.Json.JsonValueKind.String)
        {
            return Error(400, path is null ? "invalidSyntax" : "invalidPath");
        }

        return Switch(user, (bool)(path is null ? operation["value"]!["active"]! : operation["value"]!));
    }

    private Answer Replace(JsonObject old, JsonNode body)
    {
        if (old["active"] is not null && manners.OffRemoves)
        {
            return Switch(old, (bool)body["active"]!);
        }

        foreach (var name in old.Select(p => p.Key).Where(k => k is not ("id" or "meta")).ToList())
        {
            old.Remove(name);
        }

        foreach (var (name, value) in body.AsObject().Where(p => p.Key is not ("id" or "meta")).ToList())
        {
            old[name] = value?.DeepClone();
        }

        return Ok(Touched(old));
    }

    private Answer Switch(JsonObject user, bool active)
    {
        if (!active && manners.OffRemoves)
        {
            Users.Remove(user);
            return Ok(user);
        }

        user["active"] = manners.TextFlags ? active.ToString() : active;
        return Ok(Touched(user));
    }

    private Answer PatchGroup(JsonObject group, JsonNode body)
    {
        var operation = body["Operations"]![0]!;
        var path = (string)operation["path"]!;
        if (path == "members")
        {
            group["members"] = new JsonArray();
        }
        else if (MemberFilter().Match(path) is { Success: true } match)
        {
            var member = match.Groups["member"].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
            var left = Members((string)group["id"]!).Where(m => m != member).ToList();
            group["members"] = left.Count == 0 ? null : new JsonArray([.. left.Select(m => new JsonObject { ["value"] = m })]);
        }
        else
        {
            return Error(400, "invalidPath");
        }

        Touched(group);
        return new Answer(204, null);
    }

    private static JsonObject Touched(JsonObject resource)
    {
        resource["meta"]!["version"] = $"W/\"{Guid.NewGuid():N}\"";
        return resource;
    }

    private static Answer Ok(JsonObject body) => new(200, body.ToJsonString(), "application/scim+json");

    private static Answer Error(int status, string? type) => new(status, new JsonObject
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:Error"), ["status"] = status.ToString(CultureInfo.InvariantCulture), ["scimType"] = type,
    }.ToJsonString(), "application/scim+json");

    [GeneratedRegex("^members\\[value eq \"(?<member>.*)\"\\]$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MemberFilter();
}
