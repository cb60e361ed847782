using AccessReview.Core.Persistence;

namespace AccessReview.Core.Findings;

/// <summary>That somebody had decided about some access in a campaign that was over when another one was launched. What ends later changes
/// nothing in that one, which people work on.</summary>
internal sealed record EarlierDecision
{
    /// <summary>The part of the campaign that was launched later.</summary>
    public long PartId { get; init; }

    /// <summary>The item of the earlier campaign.</summary>
    public long ItemId { get; init; }

    /// <summary>The account.</summary>
    public long AccountId { get; init; }

    /// <summary>The group; null: it was about the account itself.</summary>
    public long? GroupId { get; init; }

    /// <summary>It was in the campaign compared with, or in an addendum of that; of several the highest item is the last word.</summary>
    public bool IsLast { get; init; }

    /// <summary>All of them, for queries that say which part and which access.</summary>
    public static IQueryable<EarlierDecision> Of(ReviewDb db) =>
        from part in db.CampaignApplications
        join own in db.Campaigns on part.CampaignId equals own.Id
        from item in db.ReviewItems
        join campaign in db.Campaigns on item.CampaignId equals campaign.Id
        where campaign.EndedAt <= own.LaunchedAt
        join decided in PreviousReviewReader.DecidedItems(db) on item.Id equals decided
        select new EarlierDecision
        {
            PartId = part.Id, ItemId = item.Id, AccountId = item.AccountId, GroupId = item.GroupId,
            IsLast = campaign.Id == part.PreviousCampaignId || (campaign.AddendumToId != null && campaign.AddendumToId == part.PreviousCampaignId),
        };
}
