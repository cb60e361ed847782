using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>What a command does to the counts of a campaign by reviewer and state, written in the same transaction.</summary>
internal sealed class ProgressChange
{
    private readonly Dictionary<(int Stage, long Reviewer, TurnState State), int> changes = [];

    /// <summary>Adds to one count.</summary>
    public void Add(int stage, long reviewerId, TurnState state, int by) => changes[(stage, reviewerId, state)] = changes.GetValueOrDefault((stage, reviewerId, state)) + by;

    /// <summary>Puts the changes into the counts.</summary>
    public async Task ApplyAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        List<long> reviewers = [.. changes.Where(c => c.Value != 0).Select(c => c.Key.Reviewer).Distinct()];
        var counts = await db.CampaignProgress.AsTracking().Where(p => p.CampaignId == campaignId && (reviewers.Count > 200 || reviewers.Contains(p.ReviewerId)))
            .ToDictionaryAsync(p => (p.Stage, p.ReviewerId, p.State), cancel);
        foreach (var ((stage, reviewer, state), by) in changes.Where(c => c.Value != 0))
        {
            if (!counts.TryGetValue((stage, reviewer, state), out var count))
            {
                count = db.Add(new CampaignProgress { CampaignId = campaignId, Stage = stage, ReviewerId = reviewer, State = state }).Entity;
            }

            count.Count += by;
            if (count.Count < 0)
            {
                throw new InvalidOperationException($"Campaign {campaignId} would count {count.Count} {state} items of reviewer {reviewer}.");
            }
        }
    }
}
