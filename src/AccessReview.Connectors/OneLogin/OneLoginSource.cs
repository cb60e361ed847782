using System.Text.Json;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.OneLogin;

/// <summary>Reads a OneLogin account: everybody it knows, suspended people included, its roles, who is let into which application,
/// which roles give it, and when each of them last signed in to it.</summary>
public sealed class OneLoginSource(ConnectorHttp http, OneLoginSettings settings, TimeProvider time) : IReadsPeople
{
    private readonly RestCalls calls = OneLoginCalls.Of(http, settings, time);

    /// <inheritdoc/>
    public IReadOnlyList<string> Lists =>
    [
        "users", .. settings.Apps.Count > 0 ? ["roles"] : Array.Empty<string>(),
        .. settings.Apps.SelectMany(a => new[] { $"apps/{OneLoginCalls.Encoded(a)}/users", $"apps/{OneLoginCalls.Encoded(a)}" }),
    ];

    /// <inheritdoc/>
    public bool IsOptional(string list) => OneLoginLog.Is(list);

    /// <inheritdoc/>
    public string KindOf(string list) => list.Split('/')[0];

    /// <inheritdoc/>
    public SignInLog? LogOf(string list) => OneLoginLog.Of(list);

    /// <inheritdoc/>
    public async Task<RawPage> FetchAsync(string list, string? cursor, CancellationToken cancel)
    {
        if (OneLoginLog.Is(list))
        {
            return await LogAsync(list, cursor, cancel);
        }

        var first = list switch
        {
            "users" => $"users?limit=100&fields={OneLoginUser.Fields}",
            "roles" => "roles?limit=100&fields=id,name",
            _ when IsApp(list) => list,
            _ => $"{list}?limit=100",
        };
        var path = OneLoginCalls.Page(first, cursor);
        var answer = await calls.GetAsync(path, cancel);
        return answer.IsSuccess
            ? new RawPage($"GET /api/2/{path}", answer.At, answer.Body, IsApp(list) ? null : OneLoginCalls.Next(answer))
            : throw answer.Fault(calls.Who, IsApp(list) ? "read the application" : $"list {list.Split('/')[^1]}");
    }

    /// <inheritdoc/>
    public SourcePage Parse(string list, string? cursor, RawPage page)
    {
        using var json = ConnectorAnswer.Json(page.Body, calls.Who);
        var id = list.Contains('/', StringComparison.Ordinal) ? Uri.UnescapeDataString(list.Split('/')[1]) : "";
        if (OneLoginLog.Is(list))
        {
            return OneLoginLog.Parse(list, page, json.RootElement);
        }

        if (IsApp(list))
        {
            return Roles(id, json.RootElement);
        }

        var records = OneLoginCalls.Records(json.RootElement, list);
        var result = new SourcePage(PagingKind.Cursor, records.Count, [.. records.Select((r, i) => r.Id("id") ?? $"?{page.Request}/{i}")], null, page.Next)
        {
            Unreadable = [.. records.Where(r => r.Id("id") is null).Select(_ => $"{list}: a record has no id and cannot be told from others.")],
        };
        return (list, list.Split('/')[0]) switch
        {
            ("users", _) => result with { People = [.. records.Select(OneLoginUser.Person)] },
            ("roles", _) => result with { Groups = [.. records.Select(r => new Group(r.Text("name") ?? r.Id("id") ?? "?", null, r.Id("id")))] },
            (_, "apps") => WithAccess(result, id, [.. records.Where(r => r.Id("id") is not null)]),
            _ => result with { Assignments = [.. records.Where(OneLoginCalls.Holds).Select(r => r.Id("id")).OfType<string>().Select(person => new Assignment(id, person, id))] },
        };
    }

    private async Task<RawPage> LogAsync(string list, string? cursor, CancellationToken cancel)
    {
        var path = OneLoginLog.Question(list, cursor, time.GetUtcNow());
        var answer = await calls.Beneath(new Uri(settings.Base, "/api/1")).GetAsync(path, cancel);
        return answer.IsSuccess ? OneLoginLog.Reduced(new RawPage($"GET /api/1/{path}", answer.At, answer.Body)) : throw answer.Fault(calls.Who, "list last sign-ins");
    }

    private static bool IsApp(string list) => list.StartsWith("apps/", StringComparison.Ordinal) && !list.EndsWith("/users", StringComparison.Ordinal);

    private static SourcePage WithAccess(SourcePage result, string app, IReadOnlyList<JsonElement> users) => result with
    {
        Access = [.. users.Select(r => Access(app, r))],
        More = [.. users.Select(r => OneLoginLog.List(app, r.Id("id")!))],
    };

    // Whether a role gives it or the person has it alone is not said: only the roles' own members tell.
    private static AppAccess Access(string app, JsonElement user) => new(app, user.Id("id")!, null, user.Text("username") ?? user.Text("email"), null);

    // The application is one record and not a list; what is listed are the roles that give it.
    private static SourcePage Roles(string app, JsonElement found)
    {
        if (found.Id("id") is null)
        {
            throw new ConnectorException(ConnectorFault.Malformed, $"{OneLoginCalls.Name} answered the question for an application with something that is none.");
        }

        var roles = found.Texts("role_ids").Distinct(StringComparer.Ordinal).ToList();
        return new SourcePage(PagingKind.Cursor, roles.Count, roles, null, null)
        {
            AppGroups = [.. roles.Select(r => new AppGroup(app, r))],
            More = [.. roles.Select(r => $"roles/{OneLoginCalls.Encoded(r)}/users")],
            Unreadable = found.Get("role_ids") is { ValueKind: JsonValueKind.Array } ? [] : [$"apps/{app}: it is not said which roles give this application."],
        };
    }
}
