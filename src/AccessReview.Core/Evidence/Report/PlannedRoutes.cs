using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Where removals hold, and why, by the readings under the campaign and the connections as they were when it was closed: the rule of
/// <see cref="RemovalRoute"/>, so that an edition made later says the same.</summary>
internal sealed class PlannedRoutes
{
    private readonly Dictionary<long, ReviewedApplication> applications;
    private readonly Dictionary<string, long> directories;
    private readonly Origins origins;
    private readonly ConnectionsAsOf connections;
    private readonly Dictionary<long, GivenIds> given = [];
    private readonly long seq;

    private PlannedRoutes(ReportScope scope, Dictionary<string, long> directories, Origins origins, ConnectionsAsOf connections) =>
        (applications, this.directories, this.origins, this.connections, seq) = (scope.Applications.ToDictionary(a => a.Application.Id), directories, origins, connections, scope.AsOfSeq);

    internal static async Task<PlannedRoutes> ReadAsync(ReportScope scope, Origins origins, CancellationToken cancel)
    {
        var routes = new PlannedRoutes(
            scope, await scope.Db.Directories.AsNoTracking().ToDictionaryAsync(d => d.Name, d => d.Id, cancel), origins, await ConnectionsAsOf.ReadAsync(scope, cancel));
        var removals = scope.Db.Removals.Where(r => r.CampaignId == scope.Campaign.Id);
        // What was reviewed from a file has no ids there that the connection knows.
        foreach (var id in routes.applications.Keys)
        {
            if (routes.connections.OfApplication(id, routes.seq) is { } way && routes.applications[id].Extract?.ConnectionId != way.ConnectionId
                && await GivenIds.ReadAsync(scope.Db, id, way.ConnectionId, removals.Select(r => r.AccountId), removals.Where(r => r.GroupId != null).Select(r => r.GroupId!.Value), routes.seq, cancel) is { } ids)
            {
                routes.given.Add(id, ids);
            }
        }

        return routes;
    }

    /// <summary>The route of a removal of an account, or of its place in a group, as the reading under the campaign has both.</summary>
    /// <param name="removal">The removal.</param>
    /// <param name="account">The account.</param>
    /// <param name="group">The group; null: the account goes.</param>
    /// <param name="going">The other groups that the campaign takes from the account.</param>
    internal RemovalRoute Of(Removal removal, AccountRecord account, GroupRecord? group, IReadOnlyList<string> going)
    {
        var application = applications[removal.ApplicationId];
        var way = connections.OfApplication(removal.ApplicationId, seq);
        var (accountId, groupId, listsGroups) = Names(application.Extract, way, account, group);
        return RemovalRoute.For(new RouteFacts(
            removal.ChangeTo is not null, accountId, groupId, group?.Name,
            way is null ? null : new RouteConnection(way.ConnectionId, application.Name, way.Use == ConnectionUse.ReadAndRemove, listsGroups),
            [.. origins.Grants(application.Plan.Id, account.AccountId, account.EmailKey).Select(g => g with { Connection = At(g.Connection) })])
        { Going = going });
    }

    // What the connection calls both, and whether it lists groups.
    private (string Account, string? Group, bool ListsGroups) Names(Extract? read, ConnectionSet? way, AccountRecord account, GroupRecord? group) =>
        read is not null && read.ConnectionId == way?.ConnectionId ? (account.SourceId, group?.SourceId, read.CoversAssignments)
        : read?.ApplicationId is { } id && given.GetValueOrDefault(id) is { } ids ? (ids.Account(account.AccountId, account.EmailKey), group is null ? null : ids.Group(group.GroupId, group.Name), ids.ListsGroups)
        : ("", null, false);

    private RouteConnection At(RouteConnection directory) =>
        directory with { MayRemove = connections.OfDirectory(directories[directory.Name], seq) is { Use: ConnectionUse.ReadAndRemove } way && way.ConnectionId == directory.ConnectionId };
}
