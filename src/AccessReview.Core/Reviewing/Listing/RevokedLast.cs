using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Access that somebody revoked in the campaign compared with or last in an addendum of it, by itself or with its account, and that was
/// read again all the same: whoever keeps it takes another's word back, so it is decided by itself. What the deadline revoked nobody has looked at.</summary>
internal static class RevokedLast
{
    /// <summary>The turns of such access among turns of one campaign. Each is looked up by its account, so that it costs what the turns cost.</summary>
    public static async Task<IReadOnlySet<long>> OfAsync(ReviewDb db, long campaignId, IQueryable<ReviewTurn> turns, CancellationToken cancel) =>
        !await db.CampaignApplications.AnyAsync(p => p.CampaignId == campaignId && p.PreviousCampaignId != null, cancel) ? new HashSet<long>()
        : (await (
            from turn in turns
            where turn.CampaignId == campaignId
            join item in db.ReviewItems on turn.ItemId equals item.Id
            join plan in db.CampaignApplications on item.CampaignApplicationId equals plan.Id

            // Its last word: of the campaign compared with, or of somebody in an addendum of it that had closed by the launch.
            let last = db.ReviewItems.Where(b => b.AccountId == item.AccountId && b.GroupId == item.GroupId && b.Id < item.Id
                && (b.CampaignId == plan.PreviousCampaignId
                    || (db.Campaigns.Any(c => c.Id == b.CampaignId && c.AddendumToId != null && c.AddendumToId == plan.PreviousCampaignId && db.Campaigns.Any(n => n.Id == item.CampaignId && c.EndedAt <= n.LaunchedAt))
                        && db.ItemOutcomes.Any(o => o.ItemId == b.Id && o.Kind != OutcomeKind.NotReviewed && db.Decisions.Any(d => d.Id == o.DecisionId && d.Mode != DecisionMode.Deadline))))).Max(b => (long?)b.Id)
            join outcome in db.ItemOutcomes on last equals (long?)outcome.ItemId
            where outcome.Kind == OutcomeKind.Revoked
            join decision in db.Decisions on outcome.DecisionId equals (long?)decision.Id
            where decision.Rule != Decision.ByDeadline
            select turn.Id).ToListAsync(cancel)).ToHashSet();
}
