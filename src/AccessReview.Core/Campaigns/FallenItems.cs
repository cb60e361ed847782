using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>What the deadline revoked and not a person: only a close under that rule leaves any, and only what was revoked is looked at.</summary>
internal static class FallenItems
{
    /// <summary>How many items, by campaign.</summary>
    public static async Task<Dictionary<long, int>> ByCampaignAsync(ReviewDb db, IEnumerable<Campaign> campaigns, CancellationToken cancel)
    {
        var revoking = campaigns.Where(MayHaveAny).Select(c => c.Id).ToList();
        return revoking.Count == 0 ? [] : await db.ItemOutcomes.Where(o => EF.Parameter(revoking).Contains(o.CampaignId) && o.Kind == OutcomeKind.Revoked)
            .Join(db.Decisions.Where(d => d.Rule == Decision.ByDeadline), o => o.DecisionId, d => (long?)d.Id, (o, d) => o)
            .GroupBy(o => o.CampaignId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
    }

    /// <summary>How many of a campaign, by whose turn it was; of one reviewer, or of all.</summary>
    public static async Task<Dictionary<long, int>> ByReviewerAsync(ReviewDb db, Campaign campaign, long? reviewer, CancellationToken cancel) =>
        !MayHaveAny(campaign) ? []
        : await db.ReviewTurns.Where(t => t.CampaignId == campaign.Id && t.State == TurnState.Revoked && (reviewer == null || t.ReviewerId == reviewer))
            .Join(db.Decisions.Where(d => d.Rule == Decision.ByDeadline), t => t.DecisionId, d => (long?)d.Id, (t, d) => t)
            .GroupBy(t => t.ReviewerId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);

    private static bool MayHaveAny(Campaign campaign) => campaign is { State: CampaignState.Closed, Deadline: DeadlineRule.Revoke };
}
