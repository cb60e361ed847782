using System.Globalization;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Scim;

/// <summary>Reads users and groups of a SCIM 2.0 server (RFC 7643, RFC 7644, cursors of RFC 9865).</summary>
public sealed class ScimSource(ConnectorHttp http, ScimSettings settings) : IReadsAccess, IReadsPeople
{
    /// <summary>The list of users.</summary>
    public const string Users = "Users";

    /// <summary>The list of groups; one group by itself is <c>Groups/id</c>.</summary>
    public const string Groups = "Groups";

    private readonly RestCalls calls = ScimCalls.Of(http, settings);

    /// <inheritdoc/>
    public IReadOnlyList<string> Lists => settings.Profile.HasGroups && settings.Users != UsersAre.People ? [Users, Groups] : [Users];

    /// <inheritdoc/>
    public bool IsWithout(string list, ConnectorException fault) => list == Groups && fault.Status is 404 or 501;

    /// <summary>Asks the server what it can do.</summary>
    public Task<ScimFindings> ProbeAsync(CancellationToken cancel) => new ScimProbe(http, settings).RunAsync(cancel);

    /// <inheritdoc/>
    public async Task<RawPage> FetchAsync(string list, string? cursor, CancellationToken cancel)
    {
        var path = list is Users or Groups ? $"{list}?{Query(cursor)}" : ScimCalls.Path(Groups, list[(Groups.Length + 1)..]);
        var answer = await calls.GetAsync(path, cancel);
        if (answer.IsSuccess)
        {
            // Of accounts a role or a last use may stand in any member; of people nothing is read but what is named.
            var page = new RawPage($"GET /{path}", answer.At, answer.Body);
            return list == Users && settings.Users == UsersAre.People ? ScimUser.UsedOfPeople.Of(page, calls.Who) : page;
        }

        var named = list.Split('/')[0].ToLowerInvariant();
        throw settings.Cursor && cursor is not null && IsLost(answer)
            ? new ConnectorException(ConnectorFault.Lost, $"{calls.Who} no longer knows the page that it led to in its list of {named}.", answer.Status)
            : answer.Fault(calls.Who, $"list {named}");
    }

    /// <inheritdoc/>
    public SourcePage Parse(string list, string? cursor, RawPage page)
    {
        using var json = ConnectorAnswer.Json(page.Body, calls.Who);
        if (list is not (Users or Groups))
        {
            return new SourcePage(PagingKind.Cursor, 1, [list], null, null) { Assignments = ScimGroup.Members(json.RootElement) };
        }

        if (json.RootElement.Get("totalResults") is null && json.RootElement.Get("Resources") is null && json.RootElement.Get("nextCursor") is null)
        {
            throw new ConnectorException(ConnectorFault.Malformed, $"{calls.Who} answered the question for {list.ToLowerInvariant()} with something that is not a SCIM list.");
        }

        var claimed = json.RootElement.Number("totalResults");
        if (claimed is null && json.RootElement.Get("totalResults") is not null)
        {
            // Taken for no claim at all, a list that is cut off would pass for all of it.
            throw new ConnectorException(ConnectorFault.Malformed, $"{calls.Who} does not say in a whole number how many {list.ToLowerInvariant()} there are.");
        }

        var resources = json.RootElement.List("Resources").ToList();
        var next = settings.Cursor
            ? json.RootElement.Text("nextCursor")
            : resources.Count == 0 ? null : (Start(cursor) + resources.Count).ToString(CultureInfo.InvariantCulture);
        var ids = resources.ConvertAll(r => r.Id("id"));
        var overlapping = settings.Cursor || ids.Count < 2 || ids[^1] is null ? null : (Start(cursor) + ids.Count - 1).ToString(CultureInfo.InvariantCulture);
        var result = new SourcePage(
            settings.Cursor ? PagingKind.Cursor : PagingKind.Position, settings.Profile.PageSize, [.. ids.Select((id, i) => id ?? $"?{cursor}/{i}")], claimed, next)
        {
            Size = json.RootElement.Number("itemsPerPage"), Overlapping = overlapping,
            Unreadable = [.. ids.Select((id, i) => (id, i)).Where(p => p.id is null)
                .Select(p => string.Create(CultureInfo.InvariantCulture, $"{list}: record {p.i + 1} of a page has no id and cannot be told from others."))],
        };
        return list == Users
            ? result with
            {
                Accounts = settings.Users == UsersAre.People ? [] : [.. resources.Zip(ids, (r, id) => ScimUser.Account(r, id, settings))],
                People = settings.Users == UsersAre.Accounts ? [] : [.. resources.Select(ScimUser.Person)],
            }
            : result with
            {
                Groups = [.. resources.Select(ScimGroup.Of)],
                Assignments = [.. resources.SelectMany(ScimGroup.Members)],
                // No members may mean that there are none, or that a list does not show them.
                More = [.. resources.Zip(ids).Where(r => r.First.Get("members") is null && r.Second is not null).Select(r => $"{Groups}/{r.Second}")],
            };
    }

    // A cursor is good for a while only (RFC 9865). Anything else that is wrong with a question is wrong with it the next time too.
    private bool IsLost(ConnectorAnswer answer)
    {
        if (answer.Status != 400)
        {
            return false;
        }

        try
        {
            using var error = answer.Json(calls.Who);
            return error.RootElement.Text("scimType") is "invalidCursor" or "expiredCursor";
        }
        catch (ConnectorException)
        {
            return false;
        }
    }

    private static int Start(string? cursor) => cursor is null ? 1 : int.Parse(cursor, CultureInfo.InvariantCulture);

    private string Query(string? cursor)
    {
        var size = string.Join('&', settings.Profile.PageSizeNames.Select(n => string.Create(CultureInfo.InvariantCulture, $"{n}={settings.Profile.PageSize}")));
        return settings.Cursor
            ? $"cursor={Uri.EscapeDataString(cursor ?? "")}&{size}"
            : string.Create(CultureInfo.InvariantCulture, $"startIndex={Start(cursor)}&{size}");
    }
}
