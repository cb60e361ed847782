using AccessReview.Core.Campaigns;
using AccessReview.Core.Leavers;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>What the owner of a campaign about people who have left is to be told of: that the product drafted it and could not launch it. Where they may
/// no longer run campaigns, whoever may is told. Told once for each draft.</summary>
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

        // What the record puts further ahead than clocks may be apart was drafted while one ran ahead.
        var ahead = now + Clock.Apart;
        var drafts = await (
            from campaign in Waiting(db)
            join drafted in db.AuditEvents on (long?)campaign.Id equals drafted.CampaignId
            where drafted.Type == nameof(LeaversDrafted) && (drafted.At <= now - Passing || drafted.At > ahead)
            orderby campaign.Number
            select new { campaign, drafted.At }).ToListAsync(cancel);
        var found = new List<Planned>();
        foreach (var draft in drafts)
        {
            var told = await db.Notifications.Where(n => n.CampaignId == draft.campaign.Id && n.Kind == NotificationKind.LeaversWait).Select(n => n.RecipientId).ToListAsync(cancel);
            var slot = Clock.DayIn(draft.At, TimeZoneInfo.FindSystemTimeZoneById(draft.campaign.TimeZone));
            found.AddRange((await CampaignOwners.OfAsync(db, draft.campaign.OwnerId, cancel)).Except(told)
                .Where(owner => !waiting.Contains((owner, MailFamily.OwnCycles))).Select(owner => new Planned(draft.campaign, owner, NotificationKind.LeaversWait, slot, 0)));
        }

        return found;
    }

    /// <summary>Drafts that are not launched.</summary>
    internal static IQueryable<Campaign> Waiting(ReviewDb db) =>
        db.Campaigns.AsNoTracking().Where(c => c.Part == CampaignPart.Leavers && c.State == CampaignState.Draft);
}
