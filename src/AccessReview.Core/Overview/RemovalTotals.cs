using AccessReview.Core.Campaigns;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>How long removals take and how far the last campaigns' are.</summary>
internal static class RemovalTotals
{
    private const int Campaigns = 6;

    internal static async Task<RemovalTimes?> TimesAsync(OverviewReader reader, CancellationToken cancel)
    {
        var verified = await reader.Db.Removals.Where(r => r.State == RemovalState.Verified && r.VerifiedAt != null).Select(r => new { r.DecidedAt, r.VerifiedAt }).ToListAsync(cancel);
        var hours = verified.Select(r => (r.VerifiedAt!.Value - r.DecidedAt).TotalHours).Order().ToList();
        return Median(hours) is { } median ? new RemovalTimes(hours.Count, median, hours[^1], reader.Policy.RemovalDueDays) : null;
    }

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

    /// <summary>What half are at most; null: there is none.</summary>
    internal static double? Median(List<double> sorted) => sorted.Count == 0 ? null : sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
}
