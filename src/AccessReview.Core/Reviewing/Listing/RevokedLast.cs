using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
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
            let last = EarlierDecision.Of(db).Where(e => e.PartId == item.CampaignApplicationId && e.AccountId == item.AccountId && e.GroupId == item.GroupId && e.IsLast).Max(e => (long?)e.ItemId)
            join revoked in PreviousReviewReader.RevokedItems(db) on last equals (long?)revoked
            select turn.Id).ToListAsync(cancel)).ToHashSet();
}
