using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Leavers;

/// <summary>Finds the spans of leavers where readings leave accounts out: that such a reading lacks an account does not say that its access has ended. Only
/// a reading that would end a span, or part two, is asked what it leaves out.</summary>
internal sealed class SilentReadings(ReviewDb db, long applicationId, long upTo)
{
    private readonly HashSet<(long AssessmentId, long AccountId)> silent = [];
    private readonly HashSet<(long AssessmentId, long AccountId)> asked = [];
    private readonly Dictionary<long, LeftOut> leftOut = [];

    /// <summary>The newest reading of an application that leaves nothing out; 0: each may.</summary>
    internal static async Task<long> LastWholeAsync(ReviewDb db, long applicationId, long upTo, CancellationToken cancel)
    {
        var narrowed = await NarrowedAsync(db, applicationId, upTo, cancel);
        return (await db.Assessments.Where(a => a.ApplicationId == applicationId && a.Id <= upTo).OrderByDescending(a => a.Id).Select(a => a.Id).ToListAsync(cancel)).Find(id => !narrowed.ContainsKey(id));
    }

    /// <summary>The newest span of each account.</summary>
    /// <param name="readings">All readings of the application, the oldest first.</param>
    /// <param name="seen">Where accounts of people who have left were seen.</param>
    /// <param name="cancel">Stops.</param>
    internal async Task<IReadOnlyList<LeaverSpan>> SpansAsync(IReadOnlyList<JudgedReading> readings, IReadOnlyList<LeaverSeen> seen, CancellationToken cancel)
    {
        var narrowed = await NarrowedAsync(db, applicationId, upTo, cancel);
        while (true)
        {
            var spans = LeaverSpan.Of(readings, seen, silent);
            var lacking = spans.SelectMany(s => new[] { s.After, s.Gap }.OfType<JudgedReading>().Select(reading => (reading.AssessmentId, Span: s)))
                .Where(l => narrowed.ContainsKey(l.AssessmentId) && asked.Add((l.AssessmentId, l.Span.AccountId))).ToLookup(l => l.AssessmentId, l => l.Span);
            if (lacking.Count == 0)
            {
                return spans;
            }

            foreach (var reading in lacking)
            {
                await AskAsync(reading.Key, narrowed[reading.Key], reading, cancel);
            }
        }
    }

    // Readings that may leave something out, with their extracts.
    private static async Task<Dictionary<long, long>> NarrowedAsync(ReviewDb db, long applicationId, long upTo, CancellationToken cancel) => (await (
        from assessment in db.Assessments
        where assessment.ApplicationId == applicationId && assessment.Id <= upTo
        join file in db.ExtractFiles on assessment.ExtractId equals file.ExtractId
        where file.Kind == ExtractFileKind.Users
        select new { assessment.Id, assessment.ExtractId, file.Filters, file.SetAside }).ToListAsync(cancel))
        .Where(f => f.SetAside > 0 || !ExtractFile.IsUnfiltered(f.Filters)).DistinctBy(f => f.Id).ToDictionary(f => f.Id, f => f.ExtractId);

    private async Task AskAsync(long assessmentId, long extractId, IEnumerable<LeaverSpan> spans, CancellationToken cancel)
    {
        if (!leftOut.TryGetValue(extractId, out var outside))
        {
            leftOut[extractId] = outside = await LeftOut.OfAsync(db, extractId, cancel);
        }

        foreach (var some in outside.IsNothing ? [] : spans.Select(s => s.AssessedId).Chunk(LeaverSpans.Batch))
        {
            var lacking = await (
                from account in db.AssessedAccounts
                where some.Contains(account.Id)
                join record in db.AccountRecords on account.AccountRecordId equals record.Id
                where !db.AccountRecords.Any(r => r.ExtractId == extractId && r.AccountId == account.AccountId)
                select new { account.AccountId, record.EmailKey, record.SourceId }).ToListAsync(cancel);
            silent.UnionWith(lacking.Where(a => outside.WhyAccount(a.EmailKey, a.SourceId) is not null).Select(a => (assessmentId, a.AccountId)));
        }
    }
}
