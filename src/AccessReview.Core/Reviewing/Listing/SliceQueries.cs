using System.Linq.Expressions;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>What is known before a list is read.</summary>
/// <param name="Seq">The last event.</param>
/// <param name="Count">Items before the reviewer.</param>
/// <param name="Asked">Whether anybody was asked anything in the campaign.</param>
internal sealed record SliceStart(long Seq, int Count, bool Asked);

/// <summary>What the items of one application share.</summary>
/// <param name="Id">The application in the campaign.</param>
/// <param name="ApplicationId">The application, the same in every campaign.</param>
/// <param name="Name">Its name.</param>
/// <param name="ReadingId">The reading it was frozen on; null while it is a draft's.</param>
/// <param name="AsOf">How old that reading was; null while it is a draft's.</param>
/// <param name="Previous">The name of the closed campaign compared with; null: none.</param>
/// <param name="Policy">The policy that the campaign was launched with.</param>
/// <param name="LeftBefore">The campaign compared with may have left assignments without anybody's decision.</param>
internal sealed record SlicePlan(long Id, long ApplicationId, string Name, long? ReadingId, DateTime? AsOf, string? Previous, string? Policy, bool LeftBefore);

/// <summary>The queries by which a list is opened and drawn, translated once where they can be.</summary>
internal static class SliceQueries
{
    // A parameter for each key is sent; a window on the screen holds fewer.
    private const int Screen = 100;

    private static readonly Expression<Func<ReviewDb, long, long, IQueryable<ReviewTurn>>> Own = (db, campaign, reviewer) =>
        db.ReviewTurns.Where(t => t.CampaignId == campaign && t.ReviewerId == reviewer);

    private static readonly TranslatedOnce<Func<ReviewDb, long, long, CancellationToken, Task<SliceStart>>> Starts = new(() => EF.CompileAsyncQuery(
        (ReviewDb db, long campaign, long reviewer, CancellationToken cancel) => db.ChainHeads.Select(h => new SliceStart(
            h.Seq,
            db.CampaignProgress.Where(p => p.CampaignId == campaign && p.ReviewerId == reviewer).Sum(p => p.Count),
            db.Questions.Any(q => q.CampaignId == campaign))).Single()));

    private static readonly TranslatedOnce<Func<ReviewDb, long, IAsyncEnumerable<SlicePlan>>> PlansOf = new(() => EF.CompileAsyncQuery(
        (ReviewDb db, long id) =>
            from plan in db.CampaignApplications
            where plan.CampaignId == id
            join application in db.Applications on plan.ApplicationId equals application.Id
            join campaign in db.Campaigns on plan.CampaignId equals campaign.Id
            from assessment in db.Assessments.Where(a => a.Id == plan.AssessmentId).DefaultIfEmpty()
            from previous in db.Campaigns.Where(c => c.Id == assessment!.PreviousCampaignId).DefaultIfEmpty()
            from policy in db.PolicyVersions.Where(p => p.Id == campaign.PolicyVersionId).DefaultIfEmpty()
            select new SlicePlan(plan.Id, application.Id, application.Name, (long?)assessment!.ExtractId, (DateTime?)assessment.AsOf, (string?)previous!.Name, policy!.Json,
                previous != null && (previous.Deadline == DeadlineRule.Revoke || db.Campaigns.Any(c => c.AddendumToId == previous.Id) || db.ItemOutcomes.Any(o => o.CampaignId == previous.Id && o.Kind == OutcomeKind.NotReviewed)
                    || db.CampaignApplications.Any(p => p.CampaignId == previous.Id && p.ApplicationId == application.Id
                        && (!p.IncludeAssignments || db.Assessments.Any(a => a.Id == p.AssessmentId && db.Extracts.Any(e => e.Id == a.ExtractId && !e.CoversAssignments))))))));

    private static readonly TranslatedOnce<Func<ReviewDb, long, long, bool, IAsyncEnumerable<SliceRecord>>> OwnRecords =
        new(() => EF.CompileAsyncQuery(QueryParts.Over<Func<ReviewDb, long, long, bool, IQueryable<SliceRecord>>>(SliceRecord.OfTurns, Own)));

    private static readonly Expression<Func<ReviewDb, List<long>, long, IQueryable<ReviewTurn>>> Few = (db, ids, reviewer) =>
        db.ReviewTurns.Where(t => ids.Contains(t.Id) && t.ReviewerId == reviewer);

    private static readonly TranslatedOnce<Func<ReviewDb, List<long>, long, IAsyncEnumerable<QueueRow>>> FewRows =
        new(() => EF.CompileAsyncQuery(QueryParts.Over<Func<ReviewDb, List<long>, long, IQueryable<QueueRow>>>(QueueRow.OfTurns, Few)));

    private static readonly Func<ReviewDb, IQueryable<ReviewTurn>, bool, IQueryable<SliceRecord>> OfTurns = SliceRecord.OfTurns.Compile();

    /// <summary>What is known before the reviewer's list is read.</summary>
    public static Task<SliceStart> StartAsync(ReviewDb db, long campaignId, long reviewer, CancellationToken cancel) => Starts.For(db)(db, campaignId, reviewer, cancel);

    /// <summary>The applications of a campaign.</summary>
    public static ValueTask<List<SlicePlan>> PlansAsync(ReviewDb db, long campaignId, CancellationToken cancel) => PlansOf.For(db)(db, campaignId).ToListAsync(cancel);

    /// <summary>Everything before a reviewer.</summary>
    public static IAsyncEnumerable<SliceRecord> Records(ReviewDb db, long campaignId, long reviewer, bool asked) => OwnRecords.For(db)(db, campaignId, reviewer, asked);

    /// <summary>Records of any turns.</summary>
    public static IAsyncEnumerable<SliceRecord> Records(ReviewDb db, IQueryable<ReviewTurn> turns, bool asked) => OfTurns(db, turns, asked).AsAsyncEnumerable();

    /// <summary>The words of the named rows of a reviewer, in no order.</summary>
    public static async Task<List<QueueRow>> RowsAsync(ReviewDb db, List<long> turnIds, long reviewer, DateTime now, CancellationToken cancel)
    {
        var rows = turnIds.Count <= Screen
            ? await FewRows.For(db)(db, turnIds, reviewer).ToListAsync(cancel)
            : await QueueRow.From(db, TurnStatements.Only(db, turnIds).Where(t => t.ReviewerId == reviewer)).ToListAsync(cancel);
        List<long> holders = [.. rows.Select(r => r.HolderId).OfType<long>().Distinct()];
        if (holders.Count == 0)
        {
            return rows;
        }

        var here = await CurrentPeople.Here(db, await CurrentPolicy.DayAsync(db, now, cancel)).Where(p => EF.Parameter(holders).Contains(p.PersonId)).Select(p => p.PersonId).ToHashSetAsync(cancel);
        return [.. rows.Select(r => r with { HolderIsHere = r.HolderId is { } holder && here.Contains(holder) })];
    }
}
