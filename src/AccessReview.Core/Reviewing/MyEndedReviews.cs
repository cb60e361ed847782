using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>A campaign that has ended, and what became of the reader's items in it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">Closed, or given up.</param>
/// <param name="End">When, by whom, and what was left then.</param>
/// <param name="Total">Own items.</param>
/// <param name="Certified">Of those, certified.</param>
/// <param name="Changed">Of those, kept at a lower role.</param>
/// <param name="Revoked">Of those, revoked.</param>
/// <param name="ByDeadline">Of those revoked, what the deadline revoked and not the reader.</param>
/// <param name="Left">Of those, undecided.</param>
public sealed record EndedReview(int Number, string Name, CampaignState State, ReviewEnd End, int Total, int Certified, int Changed, int Revoked, int ByDeadline, int Left);

/// <summary>The campaigns with own items that have ended, signed for or not.</summary>
public sealed class MyEndedReviews(Databases databases)
{
    /// <summary>Reads them, the last that ended first.</summary>
    public async Task<IReadOnlyList<EndedReview>> RunAsync(Actor actor, CancellationToken cancel)
    {
        if (actor.PersonId is not { } me)
        {
            return [];
        }

        await using var db = databases.CreateDbContext();
        var mine = (await db.CampaignProgress.AsNoTracking().Where(p => p.ReviewerId == me && p.Count > 0 && db.Campaigns.Any(c => c.Id == p.CampaignId && c.EndedAt != null)).ToListAsync(cancel))
            .ToLookup(p => p.CampaignId);
        List<long> ids = [.. mine.Select(m => m.Key)];
        var campaigns = await db.Campaigns.AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.Id)).OrderByDescending(c => c.EndedAt).ThenByDescending(c => c.Number).ToListAsync(cancel);
        var ends = await ReviewEnd.ReadAsync(db, campaigns, me, cancel);
        var fallen = await FallenItems.OfReviewerAsync(db, campaigns, me, cancel);
        var reviews = new List<EndedReview>(campaigns.Count);
        foreach (var campaign in campaigns)
        {
            int Count(TurnState state) => mine[campaign.Id].Where(p => p.State == state).Sum(p => p.Count);
            reviews.Add(new EndedReview(
                campaign.Number, campaign.Name, campaign.State, ends[campaign.Id], mine[campaign.Id].Sum(p => p.Count), Count(TurnState.Certified), Count(TurnState.Changed), Count(TurnState.Revoked),
                fallen.GetValueOrDefault(campaign.Id), Count(TurnState.Undecided)));
        }

        return reviews;
    }
}
