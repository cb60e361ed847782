using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Which routine rows may be carried forward: the policy the campaign was launched with allows it, the last closed campaign over the
/// application ended with the same access certified by a person, the fingerprint (role, groups, employment, manager, findings) is the
/// same, the account was used lately, and it was not carried forward then already, whoever looked a second time. A second reviewer is there to look, and
/// carries nothing forward.</summary>
internal static class CarryForward
{
    /// <summary>The turns among the given ones that may be carried forward; none where no policy of their campaign says so.</summary>
    public static async Task<IReadOnlySet<long>> OfAsync(ReviewDb db, IQueryable<ReviewTurn> turns, IEnumerable<string?> policies, CancellationToken cancel)
    {
        if (!policies.OfType<string>().Distinct().Any(json => CurrentPolicy.Parse(json).CarryForward))
        {
            return new HashSet<long>();
        }

        var same = from turn in turns
                   join item in db.ReviewItems on turn.ItemId equals item.Id
                   where turn.Stage == 1 && item.Findings == Finding.None && turn.Rank == AttentionRank.NothingFound
                   join record in db.AccountRecords on item.AccountRecordId equals record.Id
                   where record.LastUsedState == LastUsedState.Known
                   join assessed in db.AssessedAccounts on item.AssessedAccountId equals assessed.Id
                   join assessment in db.Assessments on assessed.AssessmentId equals assessment.Id
                   from before in db.ReviewItems.Where(b => b.CampaignId == assessment.PreviousCampaignId && b.AccountId == item.AccountId && b.GroupId == item.GroupId)
                   join then in db.AssessedAccounts on before.AssessedAccountId equals then.Id
                   where then.Fingerprint == assessed.Fingerprint
                   join outcome in db.ItemOutcomes on before.Id equals outcome.ItemId
                   where outcome.Kind == OutcomeKind.Certified && outcome.Signed
                   join first in db.ReviewTurns.Where(t => t.Stage == 1) on before.Id equals first.ItemId
                   join decision in db.Decisions on first.DecisionId equals (long?)decision.Id
                   where decision.Mode != DecisionMode.CarriedForward && decision.Mode != DecisionMode.Deadline
                   select turn.Id;
        return (await same.ToListAsync(cancel)).ToHashSet();
    }
}
