using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>What is certified because it was carried forward, and was not reviewed anew: only where the policy of a campaign allowed it is
/// anything looked at.</summary>
internal static class CarriedItems
{
    /// <summary>How many items, by campaign: how a closed one ended, and how the others stand.</summary>
    public static async Task<Dictionary<long, int>> ByCampaignAsync(ReviewDb db, IReadOnlyCollection<Campaign> campaigns, CancellationToken cancel)
    {
        var allowing = await AllowingAsync(db, campaigns, cancel);
        var asked = allowing.FindAll(c => c.State == CampaignState.Closed).ConvertAll(c => c.Id);
        var counts = asked.Count == 0 ? [] : await Carried(db).Where(d => asked.Contains(d.CampaignId))
            .Join(db.ItemOutcomes.Where(o => o.Kind == OutcomeKind.Certified), d => new { d.ItemId, Id = (long?)d.Id }, o => new { o.ItemId, Id = o.DecisionId }, (d, o) => o)
            .GroupBy(o => o.CampaignId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        foreach (var campaign in allowing.Where(c => c.State != CampaignState.Closed))
        {
            // Of two stages the second tells how an item stands.
            counts[campaign.Id] = await db.SecondReviews.AnyAsync(s => s.CampaignId == campaign.Id, cancel)
                ? await (await new ItemFilter(Why: ItemWhy.Carried).TurnsAsync(db, campaign.Id, cancel)).CountAsync(cancel)
                : await CertifiedBy(db, campaign.Id).CountAsync(cancel);
        }

        return counts;
    }

    /// <summary>How many items of a campaign each reviewer carried forward.</summary>
    public static async Task<Dictionary<long, int>> ByReviewerAsync(ReviewDb db, Campaign campaign, CancellationToken cancel) =>
        (await AllowingAsync(db, [campaign], cancel)).Count == 0 ? [] : await CertifiedBy(db, campaign.Id)
            .GroupBy(t => t.ReviewerId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);

    /// <summary>How many items one reviewer carried forward, by campaign: begins with what they certified, and is asked once, however many campaigns there are.</summary>
    public static async Task<Dictionary<long, int>> OfReviewerAsync(ReviewDb db, IReadOnlyCollection<Campaign> campaigns, long reviewer, CancellationToken cancel)
    {
        var asked = (await AllowingAsync(db, campaigns, cancel)).ConvertAll(c => c.Id);
        return asked.Count == 0 ? []
            : await db.ReviewTurns.Where(t => EF.Parameter(asked).Contains(t.CampaignId) && t.ReviewerId == reviewer && t.State == TurnState.Certified).Join(Carried(db), t => t.DecisionId, d => (long?)d.Id, (t, d) => t)
                .GroupBy(t => t.CampaignId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
    }

    // The two others begin with what was carried forward, which an index of its own holds, and never with everything that is certified.
    private static IQueryable<Decision> Carried(ReviewDb db) => db.Decisions.Where(d => d.Mode == DecisionMode.CarriedForward);

    private static IQueryable<ReviewTurn> CertifiedBy(ReviewDb db, long campaignId) => Carried(db).Where(d => d.CampaignId == campaignId)
        .Join(db.ReviewTurns.Where(t => t.State == TurnState.Certified), d => new { d.ItemId, Id = (long?)d.Id }, t => new { t.ItemId, Id = t.DecisionId }, (d, t) => t);

    private static async Task<List<Campaign>> AllowingAsync(ReviewDb db, IReadOnlyCollection<Campaign> campaigns, CancellationToken cancel)
    {
        var versions = campaigns.Select(c => c.PolicyVersionId).OfType<long>().Distinct().ToList();
        var policies = await db.PolicyVersions.AsNoTracking().Where(p => versions.Contains(p.Id)).Select(p => new { p.Id, p.Json }).ToListAsync(cancel);
        var allowing = policies.Where(p => CurrentPolicy.Parse(p.Json).CarryForward).Select(p => (long?)p.Id).ToHashSet();
        return [.. campaigns.Where(c => allowing.Contains(c.PolicyVersionId))];
    }
}
