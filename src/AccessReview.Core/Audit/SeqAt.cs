using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Finds a moment's place in the record.</summary>
internal static class SeqAt
{
    /// <summary>The place of the last event up to a moment, those of that very moment among them; 0: none is so old. No time along the chain is earlier than the one
    /// before it, so it is found by halving: in some twenty looks at a key where there are a million events.</summary>
    public static async Task<long> LastAsync(ReviewDb db, DateTime at, CancellationToken cancel)
    {
        var (until, after) = (0L, 1 + await db.ChainHeads.Select(h => h.Seq).SingleAsync(cancel));
        while (after - until > 1)
        {
            var middle = until + ((after - until) / 2);
            (until, after) = await db.AuditEvents.AnyAsync(e => e.Seq == middle && e.At <= at, cancel) ? (middle, after) : (until, middle);
        }

        return until;
    }
}
