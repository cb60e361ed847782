using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>Finds the items of a campaign that stand so by both their stages, as <see cref="ItemEnd"/> says it, in the database.</summary>
internal static class ItemsByEnd
{
    /// <summary>The first turns of those items.</summary>
    public static async Task<IQueryable<ReviewTurn>> FirstTurnsAsync(ReviewDb db, long campaignId, TurnState state, CancellationToken cancel)
    {
        var turns = db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaignId);
        if (!await db.SecondReviews.AnyAsync(s => s.CampaignId == campaignId, cancel))
        {
            return turns.Where(t => t.Stage == 1 && t.State == state);
        }

        return from first in turns
               where first.Stage == 1
               from second in turns.Where(s => s.ItemId == first.ItemId && s.Stage == 2).DefaultIfEmpty()
               let end = first.State == TurnState.Revoked || second.State == TurnState.Revoked ? (int)TurnState.Revoked
                   : first.State == TurnState.Undecided || second.State == TurnState.Undecided || (second == null && db.SecondReviews.Any(n => n.ItemId == first.ItemId)) ? (int)TurnState.Undecided
                   : first.State == TurnState.Changed || second.State == TurnState.Changed ? (int)TurnState.Changed
                   : (int)TurnState.Certified
               where end == (int)state
               select first;
    }
}
