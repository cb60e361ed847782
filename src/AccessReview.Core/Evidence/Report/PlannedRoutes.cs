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
    private readonly long seq;

    private PlannedRoutes(ReportScope scope, Dictionary<string, long> directories, Origins origins, ConnectionsAsOf connections) =>
        (applications, this.directories, this.origins, this.connections, seq) = (scope.Applications.ToDictionary(a => a.Application.Id), directories, origins, connections, scope.AsOfSeq);

    internal static async Task<PlannedRoutes> ReadAsync(ReportScope scope, CancellationToken cancel) => new(
        scope, await scope.Db.Directories.AsNoTracking().ToDictionaryAsync(d => d.Name, d => d.Id, cancel), await Origins.ReadAsync(scope, cancel), await ConnectionsAsOf.ReadAsync(scope, cancel));

    /// <summary>The route of a removal of an account, or of its place in a group, as the reading under the campaign has both.</summary>
    internal RemovalRoute Of(Removal removal, AccountRecord account, GroupRecord? group)
    {
        var application = applications[removal.ApplicationId];
        var way = connections.OfApplication(removal.ApplicationId, seq);
        return RemovalRoute.For(new RouteFacts(
            removal.ChangeTo is not null, account.SourceId, group?.SourceId, group?.Name,
            way is null ? null : new RouteConnection(way.ConnectionId, application.Name, way.Use == ConnectionUse.ReadAndRemove, application.Extract is { CoversAssignments: true }),
            [.. origins.Grants(application.Plan.Id, account.SourceId, account.EmailKey).Select(g => g with { Connection = At(g.Connection) })]));
    }

    private RouteConnection At(RouteConnection directory) =>
        directory with { MayRemove = connections.OfDirectory(directories[directory.Name], seq) is { Use: ConnectionUse.ReadAndRemove } };
}
