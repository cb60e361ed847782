using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Access that somebody revoked in the campaign compared with, by itself or with its account, and that was read again all the same:
/// whoever keeps it takes another's word back, so it is decided by itself. What the deadline revoked nobody has looked at.</summary>
internal static class RevokedLast
{
    /// <summary>The turns of such access among turns of one campaign.</summary>
    public static async Task<IReadOnlySet<long>> OfAsync(ReviewDb db, long campaignId, IQueryable<ReviewTurn> turns, CancellationToken cancel) =>
        (await (
            from plan in db.CampaignApplications
            where plan.CampaignId == campaignId
            join outcome in db.ItemOutcomes on plan.PreviousCampaignId equals (long?)outcome.CampaignId
            where outcome.Kind == OutcomeKind.Revoked
            join decision in db.Decisions on outcome.DecisionId equals (long?)decision.Id
            where decision.Rule != Decision.ByDeadline
            join before in db.ReviewItems on outcome.ItemId equals before.Id
            from item in db.ReviewItems.Where(i => i.CampaignApplicationId == plan.Id && i.AccountId == before.AccountId && i.GroupId == before.GroupId)
            join turn in turns on item.Id equals turn.ItemId
            select turn.Id).ToListAsync(cancel)).ToHashSet();
}
