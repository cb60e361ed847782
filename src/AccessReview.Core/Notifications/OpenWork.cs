using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>What one reviewer has left in one open campaign: items to decide, or only the signature.</summary>
internal sealed record WorkLeft(long CampaignId, long ReviewerId, int Undecided);

/// <summary>Who has something left, from the kept counters; only whoever has decided everything is asked for the signature, item by item.</summary>
internal static class OpenWork
{
    /// <summary>Everybody with something left in any open campaign.</summary>
    internal static async Task<List<WorkLeft>> ReadAsync(ReviewDb db, CancellationToken cancel)
    {
        var kept = from progress in db.CampaignProgress.AsNoTracking()
                   where progress.Count > 0
                   join campaign in db.Campaigns on progress.CampaignId equals campaign.Id
                   where campaign.State == CampaignState.Active
                   select progress;
        var left = await kept.Where(p => p.State == TurnState.Undecided).GroupBy(p => new { p.CampaignId, p.ReviewerId })
            .Select(g => new WorkLeft(g.Key.CampaignId, g.Key.ReviewerId, g.Sum(p => p.Count))).ToListAsync(cancel);
        var toSign = SignOffScope.Unsigned(db);
        var unsigned = await kept.Select(p => new { p.CampaignId, p.ReviewerId }).Distinct()
            .Where(r => !kept.Any(p => p.CampaignId == r.CampaignId && p.ReviewerId == r.ReviewerId && p.State == TurnState.Undecided)
                && toSign.Any(t => t.CampaignId == r.CampaignId && t.ReviewerId == r.ReviewerId))
            .Select(r => new WorkLeft(r.CampaignId, r.ReviewerId, 0)).ToListAsync(cancel);
        return [.. left, .. unsigned];
    }
}
