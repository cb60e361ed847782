using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>The reasons a reviewer can use again by one key: last time's for this item, then own recent ones of the campaign.</summary>
public sealed class OwnReasons(Databases databases)
{
    /// <summary>At most <see cref="Reasons.Recent"/>, each once.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(Actor actor, long campaignId, long itemId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var lastTime = await Reasons.LastTime(db, itemId).Where(r => r != null && db.ReviewTurns.Any(t => t.ItemId == itemId && t.ReviewerId == actor.PersonId)).Select(r => r!).ToListAsync(cancel);
        return [.. lastTime.Concat(await Reasons.RecentAsync(db, actor, campaignId, cancel)).Distinct(StringComparer.Ordinal).Take(Reasons.Recent)];
    }
}
