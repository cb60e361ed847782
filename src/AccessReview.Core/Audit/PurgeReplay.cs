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
    public static async Task<AskedPurge?> RequestAsync(ReviewDb db, PurgeJob job, CancellationToken cancel) => (await ReadAsync(db, [job], cancel)).Of(job);

    /// <summary>What the events say of the requests that jobs cite, read once for all of them.</summary>
    public static async Task<PurgeReplay> ReadAsync(ReviewDb db, IReadOnlyList<PurgeJob> jobs, CancellationToken cancel)
    {
        var replay = new PurgeReplay();
        if (jobs.Count == 0)
        {
            return replay;
        }

        var since = jobs.Min(j => j.RequestSeq);
        await foreach (var line in db.AuditEvents.AsNoTracking().Where(e => e.Seq >= since && Types.Contains(e.Type)).OrderBy(e => e.Seq).AsAsyncEnumerable().WithCancellation(cancel))
        {
            replay.Add(line, _ => Role.None);
        }

        return replay;
    }

    /// <summary>The request that a job cites; null when no event asks for this, or it was answered.</summary>
    public AskedPurge? Of(PurgeJob job) => Find(job.RequestSeq, job.Kind, job.Id);

    /// <summary>Takes in what an event says of it; false where the events before it do not show two persons: somebody agreed who cannot be the
    /// second one, or it was purged without.</summary>
    /// <param name="line">The event.</param>
    /// <param name="heldNow">The roles that a person holds by the events before it. Those of whoever asked counted as of the second one's yes until
    /// those of the asking did; whoever carries out a purge goes by the asking alone, and gives none.</param>
    /// <exception cref="System.Text.Json.JsonException">It is no event's body.</exception>
    public bool Add(AuditEvent line, Func<long, Role> heldNow)
    {
        switch (line.Type)
        {
            case nameof(PurgeRequested):
                var requested = EventJson.Read<PurgeRequested>(line);
                standing[line.Seq] = new AskedPurge(requested.Kind, requested.Target, line.Actor, EventSaid.Read(line).Roles);
                return true;
            case nameof(PurgeApproved):
                var approved = EventJson.Read<PurgeApproved>(line);
                if (Find(approved.RequestSeq, approved.Kind, approved.Target) is not { } asked || !AreTwo(asked, line, heldNow))
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

    private static bool AreTwo(AskedPurge asked, AuditEvent second, Func<long, Role> heldNow) =>
        Actor.PersonOf(asked.AskedBy) is { } first && Actor.PersonOf(second.Actor) is { } other && first != other
        && PurgeRules.AreBoth(asked.Held | heldNow(first), EventSaid.Read(second).Roles);
}
