using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence.Samples;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Pack;

/// <summary>A table whose rows a campaign's events cover.</summary>
/// <param name="Name">Its rows' name in the pack.</param>
/// <param name="Reader">Streams the rows of a stretch of events, each event's rows by item or by key.</param>
internal sealed record CoveredTable(string Name, Func<EventSpan, bool, IAsyncEnumerable<PackRow>> Reader)
{
    internal IAsyncEnumerable<PackRow> ReadAsync(EventSpan span, bool byItem) => Reader(span, byItem);

    /// <summary>Every such table, in the order in which a command most often writes them.</summary>
    internal static IReadOnlyList<CoveredTable> All(ReviewDb db, long campaignId) =>
    [
        Of(db.ReviewItems.Where(r => r.CampaignId == campaignId), r => r.Number),
        Of(db.Decisions.Where(r => r.CampaignId == campaignId), r => r.ItemId),
        Of(db.ItemOutcomes.Where(r => r.CampaignId == campaignId), r => r.ItemId, r => r.ItemId),
        Of(db.CampaignExceptions.Where(r => r.CampaignId == campaignId), r => r.Id),
        Of(db.FollowUpsDone.Where(r => r.CampaignId == campaignId), r => r.ExceptionId, r => r.ExceptionId),
        Of(db.Reassignments.Where(r => r.CampaignId == campaignId), r => r.ItemId),
        Of(db.DeadlineExtensions.Where(r => r.CampaignId == campaignId), r => r.Id),
        Of(db.SampleDraws.Where(r => r.CampaignId == campaignId), r => r.Id),
        Of(db.Questions.Where(r => r.CampaignId == campaignId), r => r.ItemId),
        Of(db.QuestionAnswers.Where(a => db.Questions.Any(q => q.Id == a.QuestionId && q.CampaignId == campaignId)), a => a.QuestionId, a => a.QuestionId),
        Of(db.RemovalChecks.Where(c => db.Removals.Any(r => r.Id == c.RemovalId && r.CampaignId == campaignId)), c => c.Id),
        Of(db.RemovalWaivers.Where(w => db.Removals.Any(r => r.Id == w.RemovalId && r.CampaignId == campaignId)), w => w.Id),
        Of(db.WaiverAnswers.Where(a => db.RemovalWaivers.Any(w => w.Id == a.WaiverId && db.Removals.Any(r => r.Id == w.RemovalId && r.CampaignId == campaignId))), a => a.WaiverId, a => a.WaiverId),
        new CoveredTable(nameof(SignOff), (span, _) => SignOffsAsync(db, campaignId, span)),
    ];

    private static CoveredTable Of<TRow>(IQueryable<TRow> rows, Expression<Func<TRow, long>> item, Expression<Func<TRow, long>>? key = null)
        where TRow : class, IEvidenceRow
    {
        key ??= r => EF.Property<long>(r, "Id");
        return new CoveredTable(typeof(TRow).Name, (span, byItem) => StreamAsync(span, byItem));

        async IAsyncEnumerable<PackRow> StreamAsync(EventSpan span, bool byItem, [EnumeratorCancellation] CancellationToken cancel = default)
        {
            var wanted = rows.AsNoTracking().Where(r => EF.Property<long>(r, nameof(IAudited.EventSeq)) >= span.First && EF.Property<long>(r, nameof(IAudited.EventSeq)) <= span.Last);
            // One event's rows need no order by event, and the index on the items then gives theirs.
            var ordered = span.First == span.Last
                ? byItem ? wanted.OrderBy(item).ThenBy(key) : wanted.OrderBy(key)
                : byItem ? wanted.OrderBy(r => EF.Property<long>(r, nameof(IAudited.EventSeq))).ThenBy(item).ThenBy(key)
                    : wanted.OrderBy(r => EF.Property<long>(r, nameof(IAudited.EventSeq))).ThenBy(key);
            await foreach (var row in ordered.AsAsyncEnumerable().WithCancellation(cancel))
            {
                yield return Row(row.EventSeq, row);
            }
        }
    }

    /// <summary>A withdrawal moves a sign-off's own event; its text was written by the event that covers it.</summary>
    private static async IAsyncEnumerable<PackRow> SignOffsAsync(
        ReviewDb db, long campaignId, EventSpan span, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var rows =
            from sign in db.SignOffs.AsNoTracking()
            where sign.CampaignId == campaignId
            join text in db.PrivateTexts on sign.TextId equals text.Id
            where text.EventSeq >= span.First && text.EventSeq <= span.Last
            orderby text.EventSeq, sign.Id
            select new { sign, text.EventSeq };
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
        {
            yield return Row(row.EventSeq, row.sign);
        }
    }

    private static PackRow Row(long seq, IEvidenceRow row)
    {
        var text = row.ToRowText();
        return new PackRow(seq, row.GetType().Name, text.ToString(), text.Hash());
    }
}
