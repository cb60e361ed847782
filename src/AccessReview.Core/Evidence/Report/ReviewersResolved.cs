using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>From what and when reviewers got their items, and whose own access went to somebody else instead.</summary>
internal sealed class ReviewersResolved
{
    private readonly Dictionary<long, DateTime> first;
    private readonly string staff;
    private readonly string groups;

    private ReviewersResolved(Dictionary<long, DateTime> first, IReadOnlyDictionary<long, int> own, string staff, string groups) =>
        (this.first, OwnItems, this.staff, this.groups) = (first, own, staff, groups);

    /// <summary>For each person, the items about their own access that somebody else has because of it.</summary>
    internal IReadOnlyDictionary<long, int> OwnItems { get; }

    internal static async Task<ReviewersResolved> ReadAsync(ReportScope scope, CancellationToken cancel)
    {
        var db = scope.Db;
        var assessments = scope.Applications.Where(a => a.Assessment is not null).Select(a => a.Assessment!.Id).ToList();
        var read = await db.Extracts.AsNoTracking().Where(e => e.Kind == ExtractKind.People && db.AssessmentSources.Any(s => s.ExtractId == e.Id && assessments.Contains(s.AssessmentId)))
            .OrderBy(e => e.Number).ToListAsync(cancel);
        return new ReviewersResolved(
            await FirstAsync(scope, cancel), await OwnAsync(db, scope.Campaign.Id, cancel),
            Named(read), Named(scope.Applications.Select(a => a.Extract).OfType<Extract>()));
    }

    /// <summary>When the first of the items that somebody has became theirs.</summary>
    internal DateTime? First(long personId) => first.TryGetValue(personId, out var at) ? at : null;

    /// <summary>What names a reviewer on this ground.</summary>
    internal string From(ReviewerBasis basis) => basis switch
    {
        ReviewerBasis.Manager => $"staff lists {staff}",
        ReviewerBasis.GroupOwner => $"owners of groups in {groups}",
        ReviewerBasis.ApplicationOwner => "the application's owner",
        ReviewerBasis.Named or ReviewerBasis.Fallback => "the campaign's plan, and who owns the application and the campaign",
        ReviewerBasis.Reassigned or ReviewerBasis.HandedOver or ReviewerBasis.Delegate or ReviewerBasis.Returned => "a change of reviewer, on the sheet Decision history",
        _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, null),
    };

    private static string Named(IEnumerable<Extract> extracts) =>
        string.Join(", ", extracts.Select(e => string.Create(CultureInfo.InvariantCulture, $"X{e.Number} as of {e.AsOf:yyyy-MM-dd HH:mm} UTC")));

    // What nobody moved to them was theirs from the launch on; as second reviewers, once the first stage had kept it.
    private static async Task<Dictionary<long, DateTime>> FirstAsync(ReportScope scope, CancellationToken cancel)
    {
        var (db, id) = (scope.Db, scope.Campaign.Id);
        var kept = await db.ReviewTurns.Where(t => t.CampaignId == id && !db.Reassignments.Any(r => r.ItemId == t.ItemId && r.TurnId == t.Id && r.ToId == t.ReviewerId))
            .GroupBy(t => new { t.ReviewerId, t.Stage }).Select(g => new { g.Key.ReviewerId, g.Key.Stage, TurnId = g.Min(t => t.Id) }).ToListAsync(cancel);

        // Whoever had it first and has it again had it from the start.
        var back = await (
            from move in db.Reassignments
            where move.CampaignId == id && !db.Reassignments.Any(e => e.ItemId == move.ItemId && e.TurnId == move.TurnId && e.Id < move.Id)
            join turn in db.ReviewTurns on move.TurnId equals turn.Id
            where move.FromId == turn.ReviewerId
            group turn by new { turn.ReviewerId, turn.Stage } into returned
            select new { returned.Key.ReviewerId, returned.Key.Stage, TurnId = returned.Min(t => t.Id) }).ToListAsync(cancel);
        var moved = await (
            from move in db.Reassignments
            where move.CampaignId == id
            join turn in db.ReviewTurns on move.TurnId equals turn.Id
            where move.ToId == turn.ReviewerId
            group move by move.ToId into to
            select new { PersonId = to.Key, At = to.Min(m => m.At) }).ToListAsync(cancel);
        var opened = (await db.AuditEvents.AsNoTracking().Where(e => e.CampaignId == id && e.Type == nameof(SecondReviewsOpened) && e.Seq <= scope.Last.Seq).OrderBy(e => e.Seq).ToListAsync(cancel))
            .ConvertAll(e => (e.At, From: EventJson.Read<SecondReviewsOpened>(e).FirstTurn));
        return kept.Concat(back).Select(k => (k.ReviewerId, At: k.Stage == 1 ? scope.Campaign.LaunchedAt : opened.FindLast(o => o.From <= k.TurnId).At))
            .Concat(moved.Select(m => (ReviewerId: m.PersonId, At: (DateTime?)m.At)))
            .Where(r => r.At is not null).GroupBy(r => r.ReviewerId).ToDictionary(g => g.Key, g => g.Min(r => r.At!.Value));
    }

    // Found at launch, their holder or whoever answers for it inside; found later, whom the item was taken from.
    private static async Task<Dictionary<long, int>> OwnAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var own = await (
            from turn in db.ReviewTurns
            where turn.CampaignId == campaignId && turn.Fallback == FallbackReason.OwnAccess
            join item in db.ReviewItems on turn.ItemId equals item.Id
            join assessed in db.AssessedAccounts on item.AssessedAccountId equals assessed.Id
            from declared in db.Declarations.Where(d => d.Id == assessed.DeclarationId).DefaultIfEmpty()
            orderby turn.Id
            select new
            {
                turn.ItemId, item.HolderId, InsideId = declared == null ? (long?)null : declared.OwnerId,
                TakenFromId = db.Reassignments.Where(m => m.ItemId == turn.ItemId && m.TurnId == turn.Id && m.Basis == ReviewerBasis.Fallback).OrderByDescending(m => m.Id).Select(m => (long?)m.FromId).FirstOrDefault(),
            }).ToListAsync(cancel);
        return own.DistinctBy(o => o.ItemId).Select(o => o.TakenFromId ?? o.HolderId ?? o.InsideId).OfType<long>().CountBy(p => p).ToDictionary();
    }
}
