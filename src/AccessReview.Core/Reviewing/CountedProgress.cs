using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Compares the kept counts of a campaign with a full count. A difference stops sign-off, close and export.</summary>
public static class CountedProgress
{
    /// <summary>The problem, when the kept counts are not what the rows say; null: they are.</summary>
    /// <param name="db">The database.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="reviewerId">One reviewer's counts; null: everybody's.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<Problem?> DifferenceAsync(ReviewDb db, long campaignId, long? reviewerId, CancellationToken cancel)
    {
        var counted = await db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaignId && (reviewerId == null || t.ReviewerId == reviewerId))
            .GroupBy(t => new { t.Stage, t.ReviewerId, t.State }).Select(g => new { g.Key.Stage, g.Key.ReviewerId, g.Key.State, Count = g.Count() }).ToListAsync(cancel);
        var kept = await db.CampaignProgress.AsNoTracking().Where(p => p.CampaignId == campaignId && p.Count != 0 && (reviewerId == null || p.ReviewerId == reviewerId))
            .ToDictionaryAsync(p => (p.Stage, p.ReviewerId, p.State), p => p.Count, cancel);
        var same = counted.Count == kept.Count && counted.TrueForAll(c => kept.GetValueOrDefault((c.Stage, c.ReviewerId, c.State)) == c.Count);
        return same ? null : new Problem("progress.differs", "The kept counts of this campaign are not what its items say, so nothing is signed on them. Ask an administrator to look at the product's log.");
    }
}
