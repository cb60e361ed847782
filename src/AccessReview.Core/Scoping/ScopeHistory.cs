using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Scoping;

/// <summary>What was in scope when: a row says what is so now, and the events since a moment say what was so before each of them.</summary>
internal sealed class ScopeHistory
{
    private readonly ILookup<long, Turn> turns;

    private ScopeHistory(ILookup<long, Turn> turns) => this.turns = turns;

    /// <summary>Reads it from a place in the chain on: what is older is not looked at.</summary>
    public static async Task<ScopeHistory> SinceAsync(ReviewDb db, long seq, CancellationToken cancel)
    {
        var events = await db.AuditEvents.AsNoTracking()
            .Where(e => e.CampaignId == null && e.Seq > seq && (e.Type == nameof(TakenOutOfScope) || e.Type == nameof(BroughtIntoScope))).OrderBy(e => e.Seq).ToListAsync(cancel);
        return new ScopeHistory(events.Select(Read).ToLookup(t => t.SourceId));
    }

    /// <summary>Whether an application or a directory was out of scope at a time that is not before that place.</summary>
    /// <param name="sourceId">Which.</param>
    /// <param name="isOut">Whether it is now.</param>
    /// <param name="at">The time.</param>
    public bool WasOut(long sourceId, bool isOut, DateTime at) => turns[sourceId].FirstOrDefault(t => t.At > at) is { } next ? !next.Out : isOut;

    private static Turn Read(AuditEvent line)
    {
        if (line.Type == nameof(TakenOutOfScope))
        {
            var taken = EventJson.Read<TakenOutOfScope>(line);
            return new Turn(taken.SourceId, line.At, Out: true);
        }

        return new Turn(EventJson.Read<BroughtIntoScope>(line).SourceId, line.At, Out: false);
    }

    private sealed record Turn(long SourceId, DateTime At, bool Out);
}
