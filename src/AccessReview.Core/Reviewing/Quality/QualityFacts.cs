using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Reads how exceptions were decided.</summary>
internal static class QualityFacts
{
    /// <summary>The exceptions that a person decided and that are still decided so, one for each reviewer of an item.</summary>
    /// <param name="db">The database.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="reviewerId">Only of this reviewer; null: of all.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<List<QualityFact>> ReadAsync(ReviewDb db, long campaignId, long? reviewerId, CancellationToken cancel)
    {
        var rows = await (from turn in db.ReviewTurns.AsNoTracking()
                          where turn.CampaignId == campaignId && (reviewerId == null || turn.ReviewerId == reviewerId)
                          join item in db.ReviewItems on turn.ItemId equals item.Id
                          where item.Findings != Finding.None
                          join decision in db.Decisions on turn.DecisionId equals decision.Id
                          where decision.Mode == DecisionMode.Single || decision.Mode == DecisionMode.Bulk || decision.Mode == DecisionMode.Group
                          join record in db.AccountRecords on item.AccountRecordId equals record.Id
                          join assessed in db.AssessedAccounts on item.AssessedAccountId equals assessed.Id
                          join assessment in db.Assessments on assessed.AssessmentId equals assessment.Id
                          select new { turn.ReviewerId, turn.Id, turn.ItemId, decision.Kind, item.Findings, item.Recommendation, decision.Seconds, decision.ReasonId, item.GroupId, UnusedSince = record.LastUsedState == LastUsedState.Never ? record.CreatedAt : record.LastUsedAt, assessment.AsOf })
            .ToListAsync(cancel);
        return
        [
            .. rows.Select(r => new QualityFact(
                r.ReviewerId, r.Id, r.ItemId, r.Kind, r.Findings, r.Recommendation, r.Seconds, r.ReasonId,
                r.GroupId is null && (r.Findings.HasFlag(Finding.Left) || (r.Findings.HasFlag(Finding.Dormant) && r.UnusedSince < r.AsOf.AddDays(-QualityRules.ProbeDays))))),
        ];
    }
}
