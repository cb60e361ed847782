using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Operation;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>A restore that lost events, as the record says it: what was done and made in those, exports among it, is not in the record.</summary>
/// <param name="Event">The event that says it.</param>
/// <param name="Said">What it says.</param>
internal sealed record RecordedRestore(AuditEvent Event, ChainResumed Said)
{
    /// <summary>What it lost, in words.</summary>
    internal string Lost => string.Create(
        CultureInfo.InvariantCulture, $"what the record held after event {Said.SharedUpTo ?? Said.After}{(Said.LostUpTo is { } end ? $", up to event {end}," : "")} before that");

    /// <summary>All up to an event.</summary>
    internal static async Task<IReadOnlyList<RecordedRestore>> ReadAsync(ReviewDb db, long upToSeq, CancellationToken cancel) =>
        (await db.AuditEvents.AsNoTracking().Where(e => e.Type == nameof(ChainResumed) && e.Seq <= upToSeq).OrderBy(e => e.Seq).ToListAsync(cancel))
            .ConvertAll(e => new RecordedRestore(e, EventJson.Read<ChainResumed>(e)));
}
