using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>The items before one reviewer that are not signed, to be reassigned together.</summary>
public sealed class OpenTurns(Databases databases)
{
    /// <summary>The most turns that are moved at once.</summary>
    public const int MaxTurns = 10_000;

    /// <summary>Their keys, in the order of the list.</summary>
    public async Task<Outcome<List<long>>> RunAsync(Actor actor, int number, long reviewerId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await CampaignDoor.ToRunAsync(db, actor, cancel) is { } denied)
        {
            return denied;
        }

        var campaignId = await db.Campaigns.Where(c => c.Number == number).Select(c => c.Id).SingleOrDefaultAsync(cancel);
        return await db.ReviewTurns.Where(t => t.CampaignId == campaignId && t.ReviewerId == reviewerId && t.SignOffId == null)
            .OrderBy(t => t.Rank).ThenBy(t => t.Number).Take(MaxTurns).Select(t => t.Id).ToListAsync(cancel);
    }
}
