using AccessReview.Core.Campaigns;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>How far the removals of the last campaigns are.</summary>
internal static class RemovalTotals
{
    private const int Campaigns = 6;

    internal static async Task<IReadOnlyList<RevokedAndGone>> GoneAsync(OverviewReader reader, CancellationToken cancel)
    {
        var campaigns = await reader.Db.Campaigns.Where(c => reader.Db.Removals.Any(r => r.CampaignId == c.Id && r.State != RemovalState.Cancelled))
            .OrderByDescending(c => c.Number).Take(Campaigns).Select(c => new { c.Id, c.Number, c.Name }).ToListAsync(cancel);
        var ids = campaigns.ConvertAll(c => c.Id);
        var states = (await reader.Db.Removals.Where(r => ids.Contains(r.CampaignId) && r.State != RemovalState.Cancelled)
            .GroupBy(r => new { r.CampaignId, r.State }).Select(g => new { g.Key.CampaignId, g.Key.State, Count = g.Count() }).ToListAsync(cancel)).ToLookup(s => s.CampaignId);
        return
        [
            .. campaigns.OrderBy(c => c.Number).Select(c => new RevokedAndGone(
                c.Number, c.Name, states[c.Id].Sum(s => s.Count), states[c.Id].Where(s => s.State == RemovalState.Verified).Sum(s => s.Count),
                states[c.Id].Where(s => RemovalRules.IsOpen(s.State)).Sum(s => s.Count), states[c.Id].Where(s => s.State == RemovalState.Reappeared).Sum(s => s.Count))),
        ];
    }
}
