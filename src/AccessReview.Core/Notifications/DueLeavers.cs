using AccessReview.Core.Campaigns;
using AccessReview.Core.Leavers;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>What the owner of a campaign about people who have left is to be told of: that the product drafted it and could not launch it. Told
/// once for each draft.</summary>
internal static class DueLeavers
{
    /// <summary>A draft that waits less long waits for the product itself, such as for a reading it makes anew.</summary>
    private static readonly TimeSpan Passing = TimeSpan.FromHours(1);

    /// <summary>Reads what is due.</summary>
    internal static async Task<List<Planned>> ReadAsync(ReviewDb db, IReadOnlySet<(long Recipient, MailFamily Family)> waiting, DateTime now, CancellationToken cancel)
    {
        if ((await CurrentPolicy.ReadAsync(db, cancel)).Policy.Leavers != LeaversRule.AtOnce)
        {
            return [];
        }

        var drafts = await (
            from campaign in Waiting(db)
            where !db.Notifications.Any(n => n.CampaignId == campaign.Id && n.RecipientId == campaign.OwnerId && n.Kind == NotificationKind.LeaversWait)
            join drafted in db.AuditEvents on (long?)campaign.Id equals drafted.CampaignId
            where drafted.Type == nameof(LeaversDrafted) && drafted.At <= now - Passing
            orderby campaign.Number
            select new { campaign, drafted.At }).ToListAsync(cancel);
        return
        [
            .. drafts.Where(d => !waiting.Contains((d.campaign.OwnerId, MailFamily.OwnCycles)))
                .Select(d => new Planned(d.campaign, d.campaign.OwnerId, NotificationKind.LeaversWait, Clock.DayIn(d.At, TimeZoneInfo.FindSystemTimeZoneById(d.campaign.TimeZone)), 0)),
        ];
    }

    /// <summary>Drafts that are not launched.</summary>
    internal static IQueryable<Campaign> Waiting(ReviewDb db) =>
        db.Campaigns.AsNoTracking().Where(c => c.Part == CampaignPart.Leavers && c.State == CampaignState.Draft);
}
