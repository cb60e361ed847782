using System.Text.Json;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Google;

/// <summary>Reads a Google Workspace: everybody in it, suspended and archived people included, its groups, who is in those groups that
/// let people into an application, and when they last signed in to it by SAML.</summary>
public sealed class GoogleSource(ConnectorHttp http, GoogleSettings settings, TimeProvider time) : IReadsPeople
{
    private readonly RestCalls calls = GoogleCalls.Of(http, settings, time, GoogleCalls.Reading);
    private readonly RestCalls log = GoogleCalls.Of(http, settings, time, GoogleCalls.ReadingLog);

    /// <inheritdoc/>
    public IReadOnlyList<string> Lists =>
    [
        "users", .. settings.Groups.Count > 0 ? ["groups"] : Array.Empty<string>(),
        .. settings.Groups.Select(g => g.GroupId).Distinct(StringComparer.Ordinal).Select(key => $"groups/{GoogleCalls.Encoded(key)}/members"),
        .. settings.SignInNames.Where(GoogleSettings.CanAskFor).Distinct(StringComparer.Ordinal).Select(GoogleLog.Names),
    ];

    /// <inheritdoc/>
    public bool IsOptional(string list) => GoogleLog.Is(list);

    /// <inheritdoc/>
    public string KindOf(string list) => GoogleLog.Is(list) ? "saml" : list;

    /// <inheritdoc/>
    public SignInLog? LogOf(string list) => GoogleLog.Of(list);

    /// <inheritdoc/>
    public async Task<RawPage> FetchAsync(string list, string? cursor, CancellationToken cancel)
    {
        if (GoogleLog.Is(list))
        {
            return await LogAsync(list, cursor, cancel);
        }

        var first = list switch
        {
            "users" => "users?customer=my_customer&maxResults=500&orderBy=email&projection=full",
            "groups" => "groups?customer=my_customer&maxResults=200",
            _ => $"{list}?includeDerivedMembership=true&maxResults=200",
        };
        var path = Page(first, cursor);
        var answer = await calls.GetAsync(path, cancel);
        var page = answer.IsSuccess ? new RawPage($"GET /admin/directory/v1/{path}", answer.At, answer.Body) : throw GoogleCalls.Fault(answer, $"list {Name(list)}");
        return list == "users" ? GoogleUser.Used.Of(page, calls.Who) : page;
    }

    /// <inheritdoc/>
    public SourcePage Parse(string list, string? cursor, RawPage page)
    {
        using var json = ConnectorAnswer.Json(page.Body, calls.Who);
        if (GoogleLog.Is(list))
        {
            return GoogleLog.Parse(list, page, json.RootElement);
        }

        var records = GoogleCalls.Records(json.RootElement, Name(list));
        var result = new SourcePage(
            PagingKind.Cursor, records.Count, [.. records.Select((r, i) => Key(r) ?? $"?{page.Request}/{i}")], null, json.RootElement.Id("nextPageToken"))
        {
            Unreadable = [.. records.Where(r => Key(r) is null).Select(_ => $"{list}: a record has no id and cannot be told from others.")],
        };
        return list switch
        {
            "users" => result with { People = [.. records.Select(GoogleUser.Person)] },
            "groups" => result with { Groups = [.. records.SelectMany(Named)] },
            _ => WithMembers(result, Uri.UnescapeDataString(list.Split('/')[1]), cursor is null, records),
        };
    }

    private async Task<RawPage> LogAsync(string list, string? cursor, CancellationToken cancel)
    {
        var path = Page(GoogleLog.Question(list, time.GetUtcNow()), cursor);
        try
        {
            var answer = await log.GetAsync(path, cancel);
            return answer.IsSuccess ? GoogleLog.Reduced(new RawPage($"GET /admin/reports/v1/{path}", answer.At, answer.Body)) : throw GoogleCalls.Fault(answer, "list last sign-ins");
        }
        catch (ConnectorException fault) when (fault.Fault == ConnectorFault.Unauthorized)
        {
            // The directory was read with the same key by now: the credentials are good, and may not do this.
            throw new ConnectorException(
                ConnectorFault.Forbidden, $"{calls.Who} could not be asked to list last sign-ins ({fault.Status}): it gave no token for them. Is the scope {GoogleLog.Scope} delegated?", fault.Status, inner: fault);
        }
    }

    private static string Page(string first, string? cursor) => cursor is null ? first : $"{first}&pageToken={Uri.EscapeDataString(cursor)}";

    private static string Name(string list) => list.Split('/')[^1];

    // Somebody from outside may have no id here.
    private static string? Key(JsonElement record) => record.Id("id") ?? record.Text("email");

    // A group keeps the name under which it was linked to an application, so that its members find it.
    private IEnumerable<Group> Named(JsonElement group)
    {
        var linked = settings.Groups.Select(g => g.GroupId).Where(key => key == group.Id("id") || key.Equals(group.Text("email"), StringComparison.OrdinalIgnoreCase));
        return linked.Distinct(StringComparer.Ordinal).DefaultIfEmpty(group.Id("id")).Select(key => new Group(group.Text("name") ?? group.Text("email") ?? key ?? "?", null, key));
    }

    // Groups in the group are left out: whoever is in them is listed too. "Everybody" cannot be listed at all.
    private SourcePage WithMembers(SourcePage result, string group, bool first, IReadOnlyList<JsonElement> records) => result with
    {
        AppGroups = first ? [.. settings.Groups.Where(g => g.GroupId == group)] : [],
        Assignments = [.. records.Where(r => r.Text("type") is not ("GROUP" or "CUSTOMER")).Select(Key).OfType<string>().Select(person => new Assignment(group, person, group))],
        Unreadable =
        [
            .. result.Unreadable,
            .. records.Where(r => r.Text("type") == "CUSTOMER").Select(_ => $"{group}: everybody in the organisation is a member, which the list of members does not spell out."),
        ],
    };
}
