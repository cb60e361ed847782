using AccessReview.Core.Applications;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>Which accounts of the last closed campaign are gone from the application's newest reading, and whether that is explained.</summary>
internal static class GoneSincePrevious
{
    /// <summary>The counts; null in a first review.</summary>
    public static async Task<PreviousFacts?> ReadAsync(ReviewDb db, Application application, CancellationToken cancel)
    {
        if (await PreviousReviewReader.LastClosedAsync(db, application.Id, cancel) is not { } previous)
        {
            return null;
        }

        var gone =
            from item in db.ReviewItems
            where item.CampaignId == previous.CampaignId && item.ParentItemId == null && item.CampaignApplicationId == previous.Id
                && !db.AccountRecords.Any(r => r.ExtractId == application.CurrentExtractId && r.AccountId == item.AccountId)
            select item;
        var number = await db.Campaigns.Where(c => c.Id == previous.CampaignId).Select(c => c.Number).SingleAsync(cancel);
        var on = DateOnly.FromDateTime(await db.Extracts.Where(e => e.Id == application.CurrentExtractId).Select(e => e.AsOf).SingleOrDefaultAsync(cancel));
        var explained = await gone.CountAsync(
            i => db.ItemOutcomes.Any(o => o.ItemId == i.Id && o.Kind == OutcomeKind.Revoked)
                || (i.HolderId != null && !CurrentPeople.Of(db).Any(p => p.PersonId == i.HolderId && p.Status != EmploymentStatus.Left && (p.EndDate == null || p.EndDate >= on))),
            cancel);
        return new PreviousFacts(number, await gone.CountAsync(cancel), explained);
    }
}
