using AccessReview.Core.Persistence;
using AccessReview.Core.Purging;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>A request to purge that stands, as the events have it.</summary>
/// <param name="Kind">What.</param>
/// <param name="Target">The reading or campaign.</param>
/// <param name="AskedBy">Who asked, as <see cref="Actor.Key"/>.</param>
/// <param name="Held">The roles they held then.</param>
/// <param name="ApprovalSeq">The event by which a second person agreed; null while nobody has.</param>
internal sealed record AskedPurge(PurgeKind Kind, long Target, string AskedBy, Role Held, long? ApprovalSeq = null);

/// <summary>Who asked for a purge and who agreed, followed from event to event. Only the events say it: the job that waits in between is a row
/// that nothing guards.</summary>
internal sealed class PurgeReplay
{
    private static readonly IReadOnlyList<string> Types = [nameof(PurgeRequested), nameof(PurgeApproved), nameof(PurgeDropped), nameof(Purged)];

    // By the event that asked.
    private readonly Dictionary<long, AskedPurge> standing = [];

    /// <summary>The request that a job cites; null when no event asks for this, or it was answered.</summary>
    public static async Task<AskedPurge?> RequestAsync(ReviewDb db, PurgeJob job, CancellationToken cancel)
    {
        var replay = new PurgeReplay();
        await foreach (var line in db.AuditEvents.AsNoTracking().Where(e => e.Seq >= job.RequestSeq && Types.Contains(e.Type)).OrderBy(e => e.Seq).AsAsyncEnumerable().WithCancellation(cancel))
        {
            replay.Add(line);
        }

        return replay.Find(job.RequestSeq, job.Kind, job.Id);
    }

    /// <summary>Takes in what an event says of it; false where the events before it do not show two persons: somebody agreed who cannot be the
    /// second one, or it was purged without.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no event's body.</exception>
    public bool Add(AuditEvent line)
    {
        switch (line.Type)
        {
            case nameof(PurgeRequested):
                var requested = EventJson.Read<PurgeRequested>(line);
                standing[line.Seq] = new AskedPurge(requested.Kind, requested.Target, line.Actor, EventSaid.Read(line).Roles);
                return true;
            case nameof(PurgeApproved):
                var approved = EventJson.Read<PurgeApproved>(line);
                if (Find(approved.RequestSeq, approved.Kind, approved.Target) is not { } asked || !AreTwo(asked, line))
                {
                    return false;
                }

                standing[approved.RequestSeq] = asked with { ApprovalSeq = line.Seq };
                return true;
            case nameof(PurgeDropped):
                standing.Remove(EventJson.Read<PurgeDropped>(line).RequestSeq);
                return true;
            case nameof(Purged):
                var purged = EventJson.Read<Purged>(line);
                var decided = Find(purged.RequestSeq, purged.Kind, purged.Target)?.ApprovalSeq == purged.ApprovalSeq;
                standing.Remove(purged.RequestSeq);
                return decided;
            default:
                return true;
        }
    }

    private AskedPurge? Find(long requestSeq, PurgeKind kind, long target) =>
        standing.GetValueOrDefault(requestSeq) is { } asked && (asked.Kind, asked.Target) == (kind, target) ? asked : null;

    private static bool AreTwo(AskedPurge asked, AuditEvent second) =>
        Actor.PersonOf(asked.AskedBy) is { } first && Actor.PersonOf(second.Actor) is { } other && first != other
        && PurgeRules.AreBoth(asked.Held, EventSaid.Read(second).Roles);
}
