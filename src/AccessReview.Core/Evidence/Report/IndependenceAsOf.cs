using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Independence;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Who reviews whom, and who administers what, computed again from the record so that each item can say how independent its
/// reviewer was.</summary>
internal sealed class IndependenceAsOf
{
    private readonly HashSet<(long Reviewer, long Holder)> pairs;
    private readonly HashSet<(long Plan, long Person)> administrators;
    private readonly PartsInAccounts parts;

    private IndependenceAsOf(HashSet<(long Reviewer, long Holder)> pairs, HashSet<(long Plan, long Person)> administrators, PartsInAccounts parts) =>
        (this.pairs, this.administrators, this.parts) = (pairs, administrators, parts);

    /// <summary>Whether the holder of the item reviews an item of its decider's in return.</summary>
    internal bool IsReciprocal(long? holder, long decider) => holder is { } person && pairs.Contains((person, decider));

    /// <summary>Whether the decider holds a privileged account of the same application.</summary>
    internal bool Administers(long plan, long decider) => administrators.Contains((plan, decider));

    /// <summary>What part one of the deciders has in the account, as it was known when the campaign ended; null: none.</summary>
    internal PartInAccount? PartIn(long account, IReadOnlyCollection<long> deciders) => parts.Of(account, deciders);

    internal static async Task<IndependenceAsOf> ReadAsync(ReviewDb db, Campaign campaign, long lastSeq, CancellationToken cancel)
    {
        var campaignId = campaign.Id;

        // Only holders who review themselves can be half of a pair: few, in a campaign of any size.
        var reviewers = db.CampaignProgress.Where(p => p.CampaignId == campaignId).Select(p => p.ReviewerId);
        var mutual = await (
            from item in db.ReviewItems.AsNoTracking()
            where item.CampaignId == campaignId && item.HolderId != null && reviewers.Contains(item.HolderId.Value)
            join turn in db.ReviewTurns on item.Id equals turn.ItemId
            select new { turn.ReviewerId, Holder = item.HolderId!.Value }).Distinct().ToListAsync(cancel);
        var holders = await PrivilegedAccounts.Of(db, campaignId).Where(a => a.HolderId != null).Select(a => new { a.PlanId, Holder = a.HolderId!.Value }).ToListAsync(cancel);
        var known = await PartsInAccounts.ReadAsync(db, campaign, campaign.EndedAt is null ? null : lastSeq, cancel);
        return new IndependenceAsOf([.. mutual.Select(p => (p.ReviewerId, p.Holder))], [.. holders.Select(h => (h.PlanId, h.Holder))], known);
    }
}
