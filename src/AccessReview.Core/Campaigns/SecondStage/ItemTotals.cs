using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>The items of a campaign by how they stand by both their stages.</summary>
/// <param name="Left">Not reviewed: by the first, or by a second where one is needed.</param>
/// <param name="Certified">Certified by all whom they need.</param>
/// <param name="Changed">Kept at a lower role.</param>
/// <param name="Revoked">Revoked by somebody.</param>
/// <param name="Second">Items that need a second reviewer.</param>
/// <param name="SecondLeft">Of those, kept by the first and not decided by the second.</param>
internal sealed record ItemTotals(int Left, int Certified, int Changed, int Revoked, int Second, int SecondLeft)
{
    /// <summary>Kept, at a lower role or not.</summary>
    public int Kept => Certified + Changed;

    /// <summary>All of them.</summary>
    public int Items => Left + Kept + Revoked;

    /// <summary>Reads them for each of these campaigns from the counters of the first stage, put right by the items that need a second
    /// reviewer: only those are looked at, and a campaign without any costs what its reviewers cost.</summary>
    public static async Task<IReadOnlyDictionary<long, ItemTotals>> ReadAsync(ReviewDb db, IReadOnlyCollection<long> campaigns, CancellationToken cancel)
    {
        var counted = (await db.CampaignProgress.AsNoTracking().Where(p => campaigns.Contains(p.CampaignId) && p.Stage == 1)
            .GroupBy(p => new { p.CampaignId, p.State }).Select(g => new { g.Key.CampaignId, g.Key.State, Count = g.Sum(p => p.Count) }).ToListAsync(cancel)).ToLookup(p => p.CampaignId);
        var pairs = (await (
            from planned in db.SecondReviews.AsNoTracking()
            where campaigns.Contains(planned.CampaignId)
            join first in db.ReviewTurns.Where(t => t.Stage == 1) on planned.ItemId equals first.ItemId
            from second in db.ReviewTurns.Where(t => t.ItemId == planned.ItemId && t.Stage == 2).DefaultIfEmpty()
            group planned by new { planned.CampaignId, First = first.State, Second = (TurnState?)second.State }
            into same
            select new { same.Key.CampaignId, same.Key.First, same.Key.Second, Count = same.Count() }).ToListAsync(cancel)).ToLookup(p => p.CampaignId, p => new Pair(p.First, p.Second, p.Count));
        return campaigns.Distinct().ToDictionary(c => c, c => Of(counted[c].ToDictionary(p => p.State, p => p.Count), [.. pairs[c]]));
    }

    private static ItemTotals Of(Dictionary<TurnState, int> first, List<Pair> pairs)
    {
        int Count(TurnState state) => first.GetValueOrDefault(state) + pairs.Sum(p => (p.End == state ? p.Count : 0) - (p.First == state ? p.Count : 0));
        return new ItemTotals(
            Count(TurnState.Undecided), Count(TurnState.Certified), Count(TurnState.Changed), Count(TurnState.Revoked), pairs.Sum(p => p.Count),
            pairs.Where(p => p.First is TurnState.Certified or TurnState.Changed && p.End == TurnState.Undecided).Sum(p => p.Count));
    }

    private sealed record Pair(TurnState First, TurnState? Second, int Count)
    {
        public TurnState End => ItemEnd.Of(First, Second, needsSecond: true);
    }
}
