using System.Text.Json;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Okta;

/// <summary>Reads an Okta organisation: everybody it knows, deprovisioned people included, its groups, and who is let into which
/// application directly or by which group.</summary>
public sealed class OktaSource(ConnectorHttp http, OktaSettings settings, TimeProvider time) : IReadsPeople
{
    // Without a filter Okta leaves out whom it deprovisioned, who are the very people that matter.
    private const string Everybody = "users?limit=200&filter=lastUpdated%20gt%20%221970-01-01T00%3A00%3A00.000Z%22";

    private readonly RestCalls calls = OktaCalls.Of(http, settings);

    /// <inheritdoc/>
    public IReadOnlyList<string> Lists =>
    [
        "users", .. settings.Apps.Count > 0 ? ["groups"] : Array.Empty<string>(),
        .. settings.Apps.SelectMany(a => new[] { $"apps/{OktaCalls.Encoded(a)}/users", $"apps/{OktaCalls.Encoded(a)}/groups" }),
        .. settings.Apps.Select(OktaLog.List),
    ];

    /// <inheritdoc/>
    public bool IsOptional(string list) => OktaLog.Is(list);

    /// <inheritdoc/>
    public SignInLog? LogOf(string list) => OktaLog.Of(list);

    /// <inheritdoc/>
    public async Task<RawPage> FetchAsync(string list, string? cursor, CancellationToken cancel)
    {
        var path = cursor ?? list switch
        {
            "users" => Everybody,
            _ when OktaLog.Is(list) => OktaLog.Question(list, time.GetUtcNow()),
            _ when list.StartsWith("apps/", StringComparison.Ordinal) && list.EndsWith("/users", StringComparison.Ordinal) => $"{list}?limit=500",
            _ => $"{list}?limit=200",
        };
        var answer = await calls.GetAsync(path, cancel);
        if (!answer.IsSuccess)
        {
            throw OktaCalls.Fault(answer, $"list {list.Split('/')[^1]}");
        }

        var next = OktaCalls.Next(answer);
        var page = new RawPage($"GET /api/v1/{path}", answer.At, answer.Body, next is null ? null : calls.Follow(next));
        return OktaLog.Is(list) ? OktaLog.Reduced(page) : UsedOf(list) is { } used ? used.Of(page, calls.Who) : page;
    }

    /// <inheritdoc/>
    public SourcePage Parse(string list, string? cursor, RawPage page)
    {
        using var json = ConnectorAnswer.Json(page.Body, calls.Who);
        var records = OktaCalls.Records(json.RootElement, list);
        var key = OktaLog.Is(list) ? "uuid" : "id";
        var result = new SourcePage(PagingKind.Cursor, records.Count, [.. records.Select((r, i) => r.Id(key) ?? $"?{page.Request}/{i}")], null, page.Next)
        {
            Unreadable = [.. records.Where(r => r.Id(key) is null).Select(_ => $"{list}: a record has no id and cannot be told from others.")],
        };
        var app = list.StartsWith("apps/", StringComparison.Ordinal) ? Uri.UnescapeDataString(list.Split('/')[1]) : null;
        return (app, list.Split('/')[^1]) switch
        {
            _ when OktaLog.Is(list) => result with { SignIns = [.. records.Select(r => OktaLog.SignIn(list, r)).OfType<AppSignIn>()] },
            (null, "users") when list == "users" => result with { People = [.. records.Select(OktaUser.Person)] },
            (null, "users") => result with { Assignments = [.. Members(list, records)] },
            (null, "groups") => result with { Groups = [.. records.Select(r => new Group(r.Get("profile")?.Text("name") ?? r.Id("id") ?? "?", null, r.Id("id"), Filler(r)))] },
            (not null, "users") => result with { Access = [.. records.Select(r => Access(app, r))] },
            (not null, "groups") => result with
            {
                AppGroups = [.. records.Select(r => r.Id("id")).OfType<string>().Select(id => new AppGroup(app, id))],
                More = [.. records.Select(r => r.Id("id")).OfType<string>().Select(id => $"groups/{OktaCalls.Encoded(id)}/users")],
            },
            _ => result,
        };
    }

    // Wherever Okta lists people, it gives their whole profile with them.
    private static UsedMembers? UsedOf(string list) => (list.Split('/')[0], list.Split('/')[^1]) switch
    {
        ("users", _) => OktaUser.Used,
        ("groups", "users") => OktaUser.UsedOfMember,
        ("apps", "users") => OktaUser.UsedOfAccess,
        _ => null,
    };

    private static IEnumerable<Assignment> Members(string list, IEnumerable<JsonElement> records)
    {
        var group = Uri.UnescapeDataString(list.Split('/')[1]);
        return records.Select(r => r.Id("id")).OfType<string>().Select(person => new Assignment(group, person, group));
    }

    private static GroupFiller? Filler(JsonElement group) => group.Text("type") switch { "APP_GROUP" => GroupFiller.OtherSystem, "BUILT_IN" => GroupFiller.Itself, _ => null };

    private static AppAccess Access(string app, JsonElement user) => new(
        app, user.Id("id") ?? "", user.Id("externalId"), user.Get("credentials")?.Text("userName"),
        user.Text("scope") switch { "USER" => true, "GROUP" => false, _ => null });
}
