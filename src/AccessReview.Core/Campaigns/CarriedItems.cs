using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>What ended as certified because it was carried forward, and was not reviewed anew: only where the policy of a campaign allowed it is
/// anything looked at.</summary>
internal static class CarriedItems
{
    /// <summary>How many items, by campaign.</summary>
    public static async Task<Dictionary<long, int>> ByCampaignAsync(ReviewDb db, IReadOnlyCollection<Campaign> campaigns, CancellationToken cancel)
    {
        var versions = campaigns.Select(c => c.PolicyVersionId).OfType<long>().Distinct().ToList();
        var policies = await db.PolicyVersions.AsNoTracking().Where(p => versions.Contains(p.Id)).Select(p => new { p.Id, p.Json }).ToListAsync(cancel);
        var allowing = policies.Where(p => CurrentPolicy.Parse(p.Json).CarryForward).Select(p => (long?)p.Id).ToHashSet();
        var asked = campaigns.Where(c => allowing.Contains(c.PolicyVersionId)).Select(c => c.Id).ToList();
        return asked.Count == 0 ? [] : await db.ItemOutcomes.Where(o => asked.Contains(o.CampaignId) && o.Kind == OutcomeKind.Certified)
            .Join(db.Decisions.Where(d => d.Mode == DecisionMode.CarriedForward), o => o.DecisionId, d => (long?)d.Id, (o, d) => o)
            .GroupBy(o => o.CampaignId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
    }
}
