using AccessReview.Core.Persistence;

namespace AccessReview.Core.Campaigns;

/// <summary>An account that a campaign does not review: as its draft's preview found it, and once it is launched as it was launched.</summary>
internal sealed class LeftOutRow
{
    /// <summary>The account as read.</summary>
    public required long AccountRecordId { get; init; }

    /// <summary>The application in the campaign.</summary>
    public required long CampaignApplicationId { get; init; }

    /// <summary>Why.</summary>
    public required LeftOutReason Reason { get; init; }

    /// <summary>Those of a draft.</summary>
    public static IQueryable<LeftOutRow> OfDraft(ReviewDb db, long campaignId) =>
        from left in db.DraftLeftOuts
        where left.CampaignId == campaignId
        select new LeftOutRow { AccountRecordId = left.AccountRecordId, CampaignApplicationId = left.CampaignApplicationId, Reason = left.Reason };

    /// <summary>Those of one application: the draft's rows are cleared once the campaign is launched.</summary>
    public static IQueryable<LeftOutRow> Of(ReviewDb db, CampaignApplication plan)
    {
        var rows = plan.AssessmentId is null
            ? OfDraft(db, plan.CampaignId)
            : from left in db.LeftOutAccounts
              where left.CampaignId == plan.CampaignId
              select new LeftOutRow { AccountRecordId = left.AccountRecordId, CampaignApplicationId = left.CampaignApplicationId, Reason = left.Reason };
        return rows.Where(l => l.CampaignApplicationId == plan.Id);
    }
}
