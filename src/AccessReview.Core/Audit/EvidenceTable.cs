using System.Runtime.CompilerServices;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>A row of evidence as the verifier sees it.</summary>
/// <param name="Seq">The event that wrote it first and covers it.</param>
/// <param name="ItemId">The item it is about; 0 for none.</param>
/// <param name="Id">Its key.</param>
/// <param name="Hash">Its hash, recomputed.</param>
internal readonly record struct HashedRow(long Seq, long ItemId, long Id, byte[] Hash);

/// <summary>A table whose rows events cover.</summary>
/// <param name="Type">Its rows.</param>
/// <param name="ReadAsync">Streams them, each with its hash recomputed.</param>
internal sealed record EvidenceTable(Type Type, Func<ReviewDb, CancellationToken, IAsyncEnumerable<HashedRow>> ReadAsync)
{
    /// <summary>Every such table; a test compares the list with the model.</summary>
    public static IReadOnlyList<EvidenceTable> All { get; } =
    [
        Of<ReviewItem>((db, _) => db.ReviewItems, r => (r.EventSeq, r.Id, r.Id)),
        Of<Decision>((db, _) => db.Decisions, r => (r.EventSeq, r.ItemId, r.Id)),
        Of<Reassignment>((db, _) => db.Reassignments, r => (r.EventSeq, r.ItemId, r.Id)),
        Of<ItemOutcome>((db, _) => db.ItemOutcomes, r => (r.EventSeq, r.ItemId, r.ItemId)),
        Of<CampaignException>((db, _) => db.CampaignExceptions, r => (r.EventSeq, 0, r.Id)),
        Of<RemovalCheck>((db, _) => db.RemovalChecks, r => (r.EventSeq, 0, r.Id)),
        new(typeof(SignOff), SignOffsAsync),
    ];

    private static EvidenceTable Of<TRow>(Func<ReviewDb, CancellationToken, IQueryable<TRow>> rows, Func<TRow, (long Seq, long Item, long Id)> keys)
        where TRow : class, IEvidenceRow
    {
        return new EvidenceTable(typeof(TRow), StreamAsync);

        async IAsyncEnumerable<HashedRow> StreamAsync(ReviewDb db, [EnumeratorCancellation] CancellationToken cancel)
        {
            await foreach (var row in rows(db, cancel).AsNoTracking().AsAsyncEnumerable().WithCancellation(cancel))
            {
                var (seq, item, id) = keys(row);
                yield return new HashedRow(seq, item, id, row.ToRowText().Hash());
            }
        }
    }

    // A withdrawal moves the sign-off's own EventSeq; its text was written by the event that covers it.
    private static async IAsyncEnumerable<HashedRow> SignOffsAsync(ReviewDb db, [EnumeratorCancellation] CancellationToken cancel)
    {
        var rows = from signOff in db.SignOffs.AsNoTracking()
                   join text in db.PrivateTexts.AsNoTracking() on signOff.TextId equals text.Id into texts
                   from text in texts.DefaultIfEmpty()
                   select new { SignOff = signOff, Seq = (long?)text!.EventSeq };
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
        {
            yield return new HashedRow(row.Seq ?? row.SignOff.EventSeq, 0, row.SignOff.Id, row.SignOff.ToRowText().Hash());
        }
    }
}
