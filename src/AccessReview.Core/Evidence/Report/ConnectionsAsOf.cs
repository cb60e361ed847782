using AccessReview.Core.Audit;
using AccessReview.Core.Connections;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>What a connection was set to at some event, by the record: what it is set to today is not passed off as what it was then.</summary>
internal sealed class ConnectionsAsOf
{
    private readonly List<(AuditEvent Event, ConnectionSet Set)> set;
    private readonly List<(long Seq, long ConnectionId)> ended;

    private ConnectionsAsOf(List<(AuditEvent Event, ConnectionSet Set)> set, List<(long Seq, long ConnectionId)> ended) => (this.set, this.ended) = (set, ended);

    internal static async Task<ConnectionsAsOf> ReadAsync(ReportScope scope, CancellationToken cancel)
    {
        string[] types = [nameof(ConnectionSet), nameof(ConnectionEnded)];
        var events = await scope.Db.AuditEvents.AsNoTracking().Where(e => types.Contains(e.Type) && e.Seq <= scope.Last.Seq).OrderBy(e => e.Seq).ToListAsync(cancel);
        return new ConnectionsAsOf(
            [.. events.Where(e => e.Type == nameof(ConnectionSet)).Select(e => (e, EventJson.Read<ConnectionSet>(e)))],
            [.. events.Where(e => e.Type == nameof(ConnectionEnded)).Select(e => (e.Seq, EventJson.Read<ConnectionEnded>(e).ConnectionId))]);
    }

    /// <summary>What the product might do through a connection right after the event <paramref name="seq"/>; null: it was not set then.</summary>
    internal ConnectionUse? Use(long connectionId, long seq) => InForce(seq, s => s.ConnectionId == connectionId)?.Use;

    /// <summary>The way into an application right after that event; null: there was none.</summary>
    internal ConnectionSet? OfApplication(long applicationId, long seq) => InForce(seq, s => s.ApplicationId == applicationId);

    /// <summary>The way into a directory right after that event; null: there was none.</summary>
    internal ConnectionSet? OfDirectory(long directoryId, long seq) => InForce(seq, s => s.DirectoryId == directoryId);

    /// <summary>The event that entered the secret which a connection had at an event; null: none had been entered.</summary>
    internal AuditEvent? SecretEntered(long connectionId, long seq) => set.FindLast(s => s.Event.Seq <= seq && s.Set.ConnectionId == connectionId && s.Set.NewSecret).Event;

    private ConnectionSet? InForce(long seq, Func<ConnectionSet, bool> which) =>
        set.FindLast(s => s.Event.Seq <= seq && which(s.Set)) is { Set: { } last } found && !ended.Exists(e => e.ConnectionId == last.ConnectionId && e.Seq > found.Event.Seq && e.Seq <= seq) ? last : null;
}
