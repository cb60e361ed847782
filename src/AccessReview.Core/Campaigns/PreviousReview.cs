using AccessReview.Core.Applications;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>The last closed campaign over an application.</summary>
internal static class PreviousReview
{
    /// <summary>Its key; null in a first review.</summary>
    public static async Task<(long Id, int Number)?> FindAsync(ReviewDb db, long applicationId, CancellationToken cancel)
    {
        var found = await (
            from campaign in db.Campaigns
            join application in db.CampaignApplications on campaign.Id equals application.CampaignId
            where campaign.State == CampaignState.Closed && application.ApplicationId == applicationId && application.Active
            orderby campaign.EndedAt descending, campaign.Number descending
            select new { campaign.Id, campaign.Number }).FirstOrDefaultAsync(cancel);
        return found is null ? null : (found.Id, found.Number);
    }

    /// <summary>Which of its accounts are gone from the application's newest reading, and whether that is explained.</summary>
    public static async Task<PreviousFacts?> FactsAsync(ReviewDb db, Application application, CancellationToken cancel)
    {
        if (await FindAsync(db, application.Id, cancel) is not { } previous)
        {
            return null;
        }

        var gone =
            from item in db.ReviewItems
            join plan in db.CampaignApplications on item.CampaignApplicationId equals plan.Id
            where item.CampaignId == previous.Id && item.ParentItemId == null && plan.ApplicationId == application.Id
                && !db.AccountRecords.Any(r => r.ExtractId == application.CurrentExtractId && r.AccountId == item.AccountId)
            select item;
        var today = DateOnly.FromDateTime(await db.Extracts.Where(e => e.Id == application.CurrentExtractId).Select(e => e.AsOf).SingleOrDefaultAsync(cancel));
        var explained = await gone.CountAsync(
            i => db.ItemOutcomes.Any(o => o.ItemId == i.Id && o.Kind == OutcomeKind.Revoked)
                || (i.HolderId != null && !CurrentPeople.Of(db).Any(p => p.PersonId == i.HolderId && p.Status != Extracts.EmploymentStatus.Left && (p.EndDate == null || p.EndDate >= today))),
            cancel);
        return new PreviousFacts(previous.Number, await gone.CountAsync(cancel), explained);
    }
}
