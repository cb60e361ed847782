using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>A looser brake that was asked for, as the events have it.</summary>
/// <param name="Seq">The event that asked.</param>
/// <param name="AskedBy">Who, as <see cref="Actor.Key"/>.</param>
/// <param name="AskedAt">When.</param>
/// <param name="Above">Removals within a day up to which nobody is to be asked.</param>
/// <param name="Percent">Percent of an application, likewise.</param>
internal sealed record AskedBrake(long Seq, string AskedBy, DateTime AskedAt, int Above, int Percent);

/// <summary>Who asked for a looser brake and who agreed, followed from event to event. Only the events say it: the job that waits in between is a
/// row that nothing guards.</summary>
internal sealed class LooserBrakeReplay
{
    private static readonly IReadOnlyList<string> Types = [nameof(PolicySet), nameof(LooserBrakeAgreed), nameof(LooserBrakeDropped)];
    private AskedBrake? waiting;

    /// <summary>What waits since the event; null when it asks for nothing, or was answered.</summary>
    public static async Task<AskedBrake?> WaitingAsync(ReviewDb db, long since, CancellationToken cancel)
    {
        var replay = new LooserBrakeReplay();
        await foreach (var line in db.AuditEvents.AsNoTracking().Where(e => e.Seq >= since && Types.Contains(e.Type)).OrderBy(e => e.Seq).AsAsyncEnumerable().WithCancellation(cancel))
        {
            replay.Add(line);
        }

        return replay.waiting;
    }

    /// <summary>Takes in what an event says of it; false where somebody agreed to what no other person asked for.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no event's body.</exception>
    public bool Add(AuditEvent line)
    {
        switch (line.Type)
        {
            case nameof(PolicySet) when EventJson.Read<PolicySet>(line) is { AskedAbove: { } above, AskedPercent: { } percent }:
                waiting = new AskedBrake(line.Seq, line.Actor, line.At, above, percent);
                return true;
            case nameof(LooserBrakeDropped):
                waiting = null;
                return true;
            case nameof(LooserBrakeAgreed):
                var (agreed, asked) = (EventJson.Read<LooserBrakeAgreed>(line), waiting);
                waiting = null;
                return asked is not null && (agreed.RequestSeq, agreed.Above, agreed.Percent) == (asked.Seq, asked.Above, asked.Percent)
                    && Actor.PersonOf(asked.AskedBy) is { } first && Actor.PersonOf(line.Actor) is { } second && first != second;
            default:
                return true;
        }
    }
}
