using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Addenda;

/// <summary>Which accounts an addendum does not review, because the campaign it belongs to, or an earlier addendum, did: all but those that
/// have become privileged since.</summary>
internal static class HeldByMain
{
    /// <summary>The accounts of the application's newest reading.</summary>
    public static async Task<IReadOnlyDictionary<long, LeftOutReason>> AccountsAsync(ReviewDb db, long main, CampaignApplication plan, long currentExtractId, CancellationToken cancel)
    {
        var privileged = (await db.PrivilegedRoles.Where(p => p.ApplicationId == plan.ApplicationId && p.Active).Select(p => p.RoleKey).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        var roles = new Dictionary<long, string>();
        foreach (var record in await ReviewedAsync(db, main, plan, cancel))
        {
            roles[record.AccountId] = record.RoleKey;
        }

        var now = await db.AccountRecords.AsNoTracking().Where(r => r.ExtractId == currentExtractId).Select(r => new { r.AccountId, r.RoleKey }).ToListAsync(cancel);
        return now.Where(r => roles.TryGetValue(r.AccountId, out var then) && !(privileged.Contains(r.RoleKey) && !privileged.Contains(then))).ToDictionary(r => r.AccountId, _ => LeftOutReason.InMainCampaign);
    }

    // The reading under the main campaign, then what earlier addenda reviewed: the later word counts.
    private static async Task<IReadOnlyList<AccountRecord>> ReviewedAsync(ReviewDb db, long main, CampaignApplication plan, CancellationToken cancel)
    {
        var first = await db.AccountRecords.AsNoTracking().Where(r => db.CampaignApplications.Any(
            p => p.CampaignId == main && p.ApplicationId == plan.ApplicationId && p.Active && db.Assessments.Any(a => a.Id == p.AssessmentId && a.ExtractId == r.ExtractId))).ToListAsync(cancel);
        var later = await (
            from campaign in db.Campaigns.AsNoTracking()
            where campaign.AddendumToId == main && campaign.LaunchedAt != null && campaign.State != CampaignState.Cancelled
            join item in db.ReviewItems on campaign.Id equals item.CampaignId
            where item.GroupId == null
            join part in db.CampaignApplications on item.CampaignApplicationId equals part.Id
            where part.ApplicationId == plan.ApplicationId
            join record in db.AccountRecords.AsNoTracking() on item.AccountRecordId equals record.Id
            orderby campaign.Number
            select record).ToListAsync(cancel);
        return [.. first, .. later];
    }
}
