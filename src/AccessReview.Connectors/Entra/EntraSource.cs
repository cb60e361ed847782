using System.Text.Json;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Entra;

/// <summary>Reads a Microsoft Entra tenant: everybody it knows, disabled people included, the days on which they leave, when they last signed in to it, its groups, and
/// who is let into which application directly or by which group.</summary>
public sealed class EntraSource(ConnectorHttp http, EntraSettings settings, TimeProvider time) : IReadsPeople
{
    /// <summary>The list of the days on which people leave. It is only good to know.</summary>
    public const string LastDays = "users/lastDays";

    /// <summary>The list of when people last signed in to the tenant itself. It is only good to know.</summary>
    public const string LastSignIns = "users/lastSignIns";

    private const string Assigned = "/appRoleAssignedTo";
    // Being let into an application does not go on to the groups in a group: only direct members have it.
    private const string Members = "/members";

    private readonly RestCalls calls = EntraCalls.Of(http, settings, time);

    /// <inheritdoc/>
    public IReadOnlyList<string> Lists =>
    [
        "users", .. settings.Apps.Count > 0 ? ["groups"] : Array.Empty<string>(), .. settings.Apps.Select(a => $"servicePrincipals/{EntraCalls.Encoded(a)}{Assigned}"),
        .. settings.Apps.Select(EntraLog.Names), LastDays, LastSignIns,
    ];

    /// <inheritdoc/>
    public bool IsOptional(string list) => EntraLog.IsNames(list) || EntraLog.Is(list) || list is LastDays or LastSignIns;

    /// <inheritdoc/>
    public SignInLog? LogOf(string list) => EntraLog.Of(list);

    /// <inheritdoc/>
    public async Task<RawPage> FetchAsync(string list, string? cursor, CancellationToken cancel)
    {
        var path = cursor ?? list switch
        {
            "users" => $"users?$select={EntraUser.Fields}&$expand=manager($select=id)&$top=999",
            "groups" => "groups?$select=id,displayName,groupTypes,onPremisesSyncEnabled&$top=999",
            LastDays => EntraLastDays.Question,
            LastSignIns => EntraLastSignIns.Question,
            _ when EntraLog.IsNames(list) => EntraLog.NamesQuestion(list),
            _ when EntraLog.Is(list) => EntraLog.Question(list, time.GetUtcNow()),
            _ when list.EndsWith(Members, StringComparison.Ordinal) => $"{list}?$select=id&$top=999",
            _ => list,
        };
        var answer = await calls.GetAsync(path, cancel);
        var page = answer.IsSuccess ? new RawPage($"GET /v1.0/{path}", answer.At, answer.Body) : throw answer.Fault(calls.Who, $"list {EntraLog.Words(list) ?? EntraLastDays.Words(list) ?? EntraLastSignIns.Words(list) ?? list.Split('/')[^1]}");
        return EntraLog.Is(list) ? EntraLog.Reduced(page) : list == LastSignIns ? EntraLastSignIns.Used.Of(page, calls.Who) : page;
    }

    /// <inheritdoc/>
    public SourcePage Parse(string list, string? cursor, RawPage page)
    {
        using var json = ConnectorAnswer.Json(page.Body, calls.Who);
        if (EntraLog.IsNames(list))
        {
            return EntraLog.NamesPage(list, json.RootElement);
        }

        var records = EntraCalls.Records(json.RootElement, list);
        var result = new SourcePage(
            PagingKind.Cursor, records.Count, [.. records.Select((r, i) => r.Id("id") ?? $"?{page.Request}/{i}")], null, EntraCalls.Next(calls, json.RootElement))
        {
            Unreadable = [.. records.Where(r => r.Id("id") is null).Select(_ => $"{list}: a record has no id and cannot be told from others.")],
        };
        var id = list.Contains('/', StringComparison.Ordinal) ? Uri.UnescapeDataString(list.Split('/')[1]) : "";
        return list switch
        {
            "users" => result with { People = [.. records.Select(EntraUser.Person)] },
            "groups" => result with { Groups = [.. records.Select(r => new Group(r.Text("displayName") ?? r.Id("id") ?? "?", null, r.Id("id"), Filler(r)))] },
            LastDays => result with { LastDays = EntraLastDays.Of(records) },
            LastSignIns => result with { LastSignIns = EntraLastSignIns.Of(records) },
            _ when EntraLog.Is(list) => result with { SignIns = [.. records.Select(r => EntraLog.SignIn(list, r)).OfType<AppSignIn>()] },
            _ when list.EndsWith(Members, StringComparison.Ordinal) => result with { Assignments = [.. People(records).Select(person => new Assignment(id, person, id))] },
            _ => WithAssigned(result, list, id, records),
        };
    }

    private static GroupFiller? Filler(JsonElement group) => group.Flag("onPremisesSyncEnabled") == true ? GroupFiller.OtherSystem
        : group.Texts("groupTypes").Contains("DynamicMembership", StringComparer.Ordinal) ? GroupFiller.Itself : null;

    // Groups, devices and service principals are members too. Graph names the kind; where it does not, nobody is left out for it.
    private static IEnumerable<string> People(IEnumerable<JsonElement> records) =>
        records.Where(r => r.Text("@odata.type") is null or "#microsoft.graph.user").Select(r => r.Id("id")).OfType<string>();

    // A person with several roles in an application has an assignment for each. Programs that are let in are nobody's access.
    private static SourcePage WithAssigned(SourcePage result, string list, string app, IReadOnlyList<JsonElement> records)
    {
        var kinds = records.ToLookup(r => r.Text("principalType"), r => r.Id("principalId"), StringComparer.Ordinal);
        var groups = kinds["Group"].OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var unknown = kinds.Where(k => k.Key is not ("User" or "Group" or "ServicePrincipal") || k.Contains(null)).Select(_ => $"{list}: of an assignment it is not said whose it is.");
        return result with
        {
            Access = [.. kinds["User"].OfType<string>().Distinct(StringComparer.Ordinal).Select(person => new AppAccess(app, person, null, null, true))],
            AppGroups = [.. groups.Select(g => new AppGroup(app, g))],
            More = [.. groups.Select(g => $"groups/{EntraCalls.Encoded(g)}{Members}")],
            Unreadable = [.. result.Unreadable, .. unknown],
        };
    }
}
