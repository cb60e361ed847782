using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence;

/// <summary>How far an edition looked beyond the campaign's own events, as the event of its making says it.</summary>
/// <param name="UpTo">The record's last event then: what people were told up to it is in the edition.</param>
/// <param name="LateAsOf">As of when it says which removals are late.</param>
/// <param name="Version">The version of that event.</param>
internal sealed record EditionReach(long UpTo, DateTime LateAsOf, int Version)
{
    internal static async Task<EditionReach> OfAsync(ReviewDb db, EvidenceEdition edition, CancellationToken cancel)
    {
        var line = await db.AuditEvents.AsNoTracking().SingleAsync(e => e.Seq == edition.EventSeq, cancel);
        var made = EventJson.Read<EvidenceMade>(line);

        // Where it says neither, the sheets ended with the campaign's last event and judged as of that.
        return new EditionReach(
            made.ReadUpTo ?? edition.UpToSeq,
            made.LateAsOf ?? await db.AuditEvents.Where(e => e.Seq == edition.UpToSeq).Select(e => e.At).SingleAsync(cancel),
            line.Version);
    }
}
