using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Checks;

/// <summary>One application of a campaign with what its checks count.</summary>
internal sealed record CheckedApplication(
    ReviewDb Db, Campaign Campaign, CampaignApplication Plan, Application Application, Assessment Assessment, Extract Extract)
{
    /// <summary>The items.</summary>
    internal IQueryable<ReviewItem> Items => Db.ReviewItems.Where(i => i.CampaignApplicationId == Plan.Id && i.CampaignId == Campaign.Id);

    /// <summary>The accounts left out, as read.</summary>
    internal IQueryable<long> LeftOut => Db.LeftOutAccounts.Where(l => l.CampaignApplicationId == Plan.Id && l.CampaignId == Campaign.Id).Select(l => l.AccountRecordId);

    internal static async Task<List<CheckedApplication>> ReadAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var read = new List<CheckedApplication>();
        foreach (var plan in campaign.Applications.Where(a => a.Active).OrderBy(a => a.Id))
        {
            var application = await db.Applications.AsNoTracking().SingleAsync(a => a.Id == plan.ApplicationId, cancel);
            if (plan.AssessmentId is { } id)
            {
                var assessment = await db.Assessments.AsNoTracking().SingleAsync(a => a.Id == id, cancel);
                var extract = await db.Extracts.AsNoTracking().Include(e => e.Files).SingleAsync(e => e.Id == assessment.ExtractId, cancel);
                read.Add(new CheckedApplication(db, campaign, plan, application, assessment, extract));
            }
        }

        return read;
    }
}
