using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>The reasons a reviewer can use again by one key: last time's for this item, then own recent ones of the campaign.</summary>
public sealed class OwnReasons(Databases databases)
{
    /// <summary>At most <see cref="Reasons.Recent"/>, each once, and of decisions of the same kind: why somebody was revoked is no reason to keep another. Of several items
    /// at once, only recent ones.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(Actor actor, long campaignId, long? itemId, DecisionKind kind, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var lastTime = itemId is not { } item ? []
            : await Reasons.LastTime(db, item, kind).Where(r => r != null && db.ReviewTurns.Any(t => t.ItemId == item && t.ReviewerId == actor.PersonId)).Select(r => r!).ToListAsync(cancel);
        return [.. lastTime.Concat(await Reasons.RecentAsync(db, actor, campaignId, kind, cancel)).Distinct(StringComparer.Ordinal).Take(Reasons.Recent)];
    }
}
