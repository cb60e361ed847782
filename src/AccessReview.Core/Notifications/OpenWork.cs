using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>What one reviewer has left in one open campaign: items to decide, or only the signature.</summary>
internal sealed record WorkLeft(long CampaignId, long ReviewerId, int Undecided);

/// <summary>Who has something left, from the kept counters less what turned out to be their own; only whoever has decided everything else is
/// asked for the signature, item by item.</summary>
internal static class OpenWork
{
    /// <summary>Everybody with something left in any open campaign.</summary>
    internal static Task<List<WorkLeft>> ReadAsync(ReviewDb db, CancellationToken cancel) => ReadAsync(db, null, cancel);

    /// <summary>The same of one reviewer, where one is named.</summary>
    internal static async Task<List<WorkLeft>> ReadAsync(ReviewDb db, long? reviewer, CancellationToken cancel)
    {
        var kept = from progress in db.CampaignProgress.AsNoTracking()
                   where progress.Count > 0 && (reviewer == null || progress.ReviewerId == reviewer)
                   join campaign in db.Campaigns on progress.CampaignId equals campaign.Id
                   where campaign.State == CampaignState.Active
                   select progress;
        var undecided = await kept.Where(p => p.State == TurnState.Undecided).GroupBy(p => new { p.CampaignId, p.ReviewerId })
            .Select(g => new WorkLeft(g.Key.CampaignId, g.Key.ReviewerId, g.Sum(p => p.Count))).ToListAsync(cancel);
        var toSign = SignOffScope.Unsigned(db);
        var unsigned = await kept.Select(p => new { p.CampaignId, p.ReviewerId }).Distinct()
            .Where(r => !kept.Any(p => p.CampaignId == r.CampaignId && p.ReviewerId == r.ReviewerId && p.State == TurnState.Undecided)
                && toSign.Any(t => t.CampaignId == r.CampaignId && t.ReviewerId == r.ReviewerId))
            .Select(r => new WorkLeft(r.CampaignId, r.ReviewerId, 0)).ToListAsync(cancel);
        var own = undecided.Count == 0 ? [] : await OwnTurns.UndecidedAsync(db, reviewer, cancel);
        List<WorkLeft> left = [.. unsigned];
        foreach (var work in undecided.Select(w => w with { Undecided = int.Max(0, w.Undecided - own.GetValueOrDefault((w.CampaignId, w.ReviewerId))) }))
        {
            if (work.Undecided > 0 || await SignOffScope.AnyAsync(db, work.CampaignId, work.ReviewerId, cancel))
            {
                left.Add(work);
            }
        }

        return left;
    }
}
