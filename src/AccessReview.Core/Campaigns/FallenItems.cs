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

    /// <summary>How many of a campaign, by whose turn it was.</summary>
    public static async Task<Dictionary<long, int>> ByReviewerAsync(ReviewDb db, Campaign campaign, CancellationToken cancel) =>
        !MayHaveAny(campaign) ? []
        : await Turns(db, [campaign.Id]).GroupBy(t => t.ReviewerId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);

    /// <summary>How many of them were one reviewer's turn, by campaign: asked once, however many campaigns there are.</summary>
    public static async Task<Dictionary<long, int>> OfReviewerAsync(ReviewDb db, IEnumerable<Campaign> campaigns, long reviewer, CancellationToken cancel)
    {
        var revoking = campaigns.Where(MayHaveAny).Select(c => c.Id).ToList();
        return revoking.Count == 0 ? []
            : await Turns(db, revoking).Where(t => t.ReviewerId == reviewer).GroupBy(t => t.CampaignId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
    }

    private static IQueryable<ReviewTurn> Turns(ReviewDb db, List<long> campaigns) =>
        db.ReviewTurns.Where(t => EF.Parameter(campaigns).Contains(t.CampaignId) && t.State == TurnState.Revoked)
            .Join(db.Decisions.Where(d => d.Rule == Decision.ByDeadline), t => t.DecisionId, d => (long?)d.Id, (t, d) => t);

    private static bool MayHaveAny(Campaign campaign) => campaign is { State: CampaignState.Closed, Deadline: DeadlineRule.Revoke };
}
