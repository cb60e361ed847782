using System.Runtime.CompilerServices;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Evidence.Samples;
using AccessReview.Core.Notifications;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
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
/// <param name="ReadAsync">Streams them in the order of their keys, each with its hash recomputed; only those under the given events,
/// if any are given.</param>
internal sealed record EvidenceTable(Type Type, Func<Verification, long[]?, CancellationToken, IAsyncEnumerable<HashedRow>> ReadAsync)
{
    /// <summary>Every such table; a test compares the list with the model.</summary>
    public static IReadOnlyList<EvidenceTable> All { get; } =
    [
        Of<ReviewItem>(db => db.ReviewItems, r => (r.EventSeq, r.Id, r.Id)),
        Of<Decision>(db => db.Decisions, r => (r.EventSeq, r.ItemId, r.Id)),
        Of<Reassignment>(db => db.Reassignments, r => (r.EventSeq, r.ItemId, r.Id)),
        Of<ItemOutcome>(db => db.ItemOutcomes, r => (r.EventSeq, r.ItemId, r.ItemId)),
        Of<CampaignException>(db => db.CampaignExceptions, r => (r.EventSeq, 0, r.Id)),
        Of<FollowUpDone>(db => db.FollowUpsDone, r => (r.EventSeq, 0, r.ExceptionId)),
        Of<RemovalCheck>(db => db.RemovalChecks, r => (r.EventSeq, 0, r.Id)),
        Of<RemovalWaiver>(db => db.RemovalWaivers, r => (r.EventSeq, 0, r.Id)),
        Of<WaiverAnswer>(db => db.WaiverAnswers, r => (r.EventSeq, 0, r.WaiverId)),
        Of<DeadlineExtension>(db => db.DeadlineExtensions, r => (r.EventSeq, 0, r.Id)),
        Of<SampleDraw>(db => db.SampleDraws, r => (r.EventSeq, 0, r.Id)),
        Of<Question>(db => db.Questions, r => (r.EventSeq, r.ItemId, r.Id)),
        Of<QuestionAnswer>(db => db.QuestionAnswers, r => (r.EventSeq, 0, r.QuestionId)),
        Of<Notification>(db => db.Notifications, r => (r.EventSeq, 0, r.Id)),
        Of<MailOutcome>(db => db.MailOutcomes, r => (r.EventSeq, 0, r.MailId)),
        Of<ReviewerTold>(db => db.ReviewersTold, r => (r.EventSeq, 0, r.Id)),
        new(typeof(SignOff), SignOffsAsync),
    ];

    private static EvidenceTable Of<TRow>(Func<ReviewDb, IQueryable<TRow>> rows, Func<TRow, (long Seq, long Item, long Id)> keys)
        where TRow : class, IEvidenceRow
    {
        return new EvidenceTable(typeof(TRow), StreamAsync);

        async IAsyncEnumerable<HashedRow> StreamAsync(Verification run, long[]? events, [EnumeratorCancellation] CancellationToken cancel)
        {
            var key = run.Db.Model.FindEntityType(typeof(TRow))!.FindPrimaryKey()!.Properties.Single().Name;
            var text = new RowText();
            var wanted = events is null ? rows(run.Db) : rows(run.Db).Where(r => events.Contains(r.EventSeq));
            await foreach (var row in wanted.AsNoTracking().OrderBy(r => EF.Property<long>(r, key)).ReadAhead().WithCancellation(cancel))
            {
                var (seq, item, id) = keys(row);
                var hash = text.Of(row).Hash();
                if (events is null && row is Decision decision && !hash.AsSpan().SequenceEqual(decision.RowHash))
                {
                    run.Found("row.hash", $"Decision {decision.Id} of event {decision.EventSeq} has another hash than its row.");
                }

                yield return new HashedRow(seq, item, id, hash);
            }
        }
    }

    // A withdrawal moves the sign-off's own EventSeq; its text was written by the event that covers it.
    private static async IAsyncEnumerable<HashedRow> SignOffsAsync(Verification run, long[]? events, [EnumeratorCancellation] CancellationToken cancel)
    {
        var rows = from signOff in run.Db.SignOffs.AsNoTracking()
                   join text in run.Db.PrivateTexts.AsNoTracking() on signOff.TextId equals text.Id into texts
                   from text in texts.DefaultIfEmpty()
                   orderby signOff.Id
                   select new
                   {
                       SignOff = signOff,

                       // A purge moves the text's EventSeq as well. The owner's statement is then covered by the one close of the campaign; the
                       // other sign-offs are named by their events.
                       Seq = text!.Text != null ? (long?)text.EventSeq
                           : signOff.Level == SignOffLevel.CampaignOwner ? run.Db.AuditEvents.Where(e => e.CampaignId == signOff.CampaignId && e.Type == nameof(CampaignClosed)).Select(e => (long?)e.Seq).Min()
                           : null,
                   };
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
        {
            var seq = run.SignOffSeqs.TryGetValue(row.SignOff.Id, out var signed) ? signed : row.Seq ?? row.SignOff.EventSeq;
            if (events is null || events.Contains(seq))
            {
                yield return new HashedRow(seq, 0, row.SignOff.Id, row.SignOff.ToRowText().Hash());
            }
        }
    }
}
