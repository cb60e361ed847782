using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Scoping;

/// <summary>What was in scope when, as the events say: a row only says what is so now.</summary>
internal sealed class ScopeHistory
{
    private readonly ILookup<long, Turn> turns;

    private ScopeHistory(ILookup<long, Turn> turns) => this.turns = turns;

    /// <summary>Reads it.</summary>
    public static async Task<ScopeHistory> ReadAsync(ReviewDb db, CancellationToken cancel)
    {
        var events = await db.AuditEvents.AsNoTracking()
            .Where(e => e.CampaignId == null && (e.Type == nameof(TakenOutOfScope) || e.Type == nameof(BroughtIntoScope))).OrderBy(e => e.Seq).ToListAsync(cancel);
        return new ScopeHistory(events.Select(Read).ToLookup(t => t.SourceId));
    }

    /// <summary>Whether an application or a directory was out of scope at that time.</summary>
    public bool IsOut(long sourceId, DateTime at) => turns[sourceId].LastOrDefault(t => t.At <= at) is { Out: true };

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
