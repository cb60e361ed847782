using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Leavers;

/// <summary>Reads over which time people who have left could get into an application. Only complete readings are ever judged.</summary>
internal static class LeaverSpans
{
    /// <summary>How many keys a query is asked with at once.</summary>
    internal const int Batch = 500;

    /// <summary>The newest span of each account, up to a reading.</summary>
    /// <param name="db">The database, or a snapshot of it.</param>
    /// <param name="applicationId">The application.</param>
    /// <param name="upTo">The assessment that counts as the newest.</param>
    /// <param name="cancel">Stops.</param>
    internal static Task<IReadOnlyList<LeaverSpan>> ReadAsync(ReviewDb db, long applicationId, long upTo, CancellationToken cancel) => ReadAsync(db, applicationId, 0, upTo, cancel);

    /// <summary>The same of the accounts that are open still, as far back as that needs: a reading that leaves nothing out ends whatever it does not show, so that
    /// none before the last such one is read, and where these spans began is not told.</summary>
    internal static async Task<IReadOnlyList<LeaverSpan>> OpenAsync(ReviewDb db, long applicationId, long upTo, CancellationToken cancel) =>
        [.. (await ReadAsync(db, applicationId, await SilentReadings.LastWholeAsync(db, applicationId, upTo, cancel), upTo, cancel)).Where(s => s.After is null)];

    private static async Task<IReadOnlyList<LeaverSpan>> ReadAsync(ReviewDb db, long applicationId, long since, long upTo, CancellationToken cancel)
    {
        var seen = await (
            from assessment in db.Assessments.AsNoTracking()
            where assessment.ApplicationId == applicationId && assessment.Id >= since && assessment.Id <= upTo
            join assessed in db.AssessedAccounts.AsNoTracking() on assessment.Id equals assessed.AssessmentId
            where assessed.Rank == AttentionRank.Left
            join record in db.AccountRecords.AsNoTracking() on assessed.AccountRecordId equals record.Id
            select new LeaverSeen(assessment.Id, assessed.Id, assessed.AccountId, assessed.PersonId, record.Status != AccountStatus.Disabled)).ToListAsync(cancel);
        if (seen.Count == 0)
        {
            return [];
        }

        var readings = await db.Assessments.AsNoTracking().Where(a => a.ApplicationId == applicationId && a.Id >= since && a.Id <= upTo).OrderBy(a => a.Id)
            .Select(a => new JudgedReading(a.Id, a.AsOf, a.MadeAt)).ToListAsync(cancel);
        var spans = await new SilentReadings(db, applicationId, upTo).SpansAsync(readings, seen, cancel);
        var stayed = await StayedAsync(db, spans, cancel);
        return [.. spans.Where(s => !stayed.Contains(s.AccountId))];
    }

    // Whose account is there still and no longer a leaver's: they are employed again, or it was somebody else's all along.
    private static async Task<HashSet<long>> StayedAsync(ReviewDb db, IReadOnlyList<LeaverSpan> spans, CancellationToken cancel)
    {
        var stayed = new HashSet<long>();
        foreach (var after in spans.Where(s => s.After is not null).GroupBy(s => s.After!.AssessmentId))
        {
            foreach (var some in after.Select(s => s.AccountId).Chunk(Batch))
            {
                stayed.UnionWith(await db.AssessedAccounts.Where(a => a.AssessmentId == after.Key && a.Rank != AttentionRank.Left && some.Contains(a.AccountId)).Select(a => a.AccountId).ToListAsync(cancel));
            }
        }

        return stayed;
    }
}
