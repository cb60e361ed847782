using AccessReview.Core.Campaigns;
using AccessReview.Core.Leavers;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Reads what a mail says of a campaign about people who have left that waits to be launched.</summary>
internal static class ReadLeavers
{
    /// <summary>Of a reason; null when it holds no more, because the campaign was launched or given up, or such campaigns are not held at once.</summary>
    internal static async Task<(int Number, MailCampaign Facts)?> RunAsync(ReviewDb db, Notification reason, DateTime now, CancellationToken cancel)
    {
        if (await DueLeavers.Waiting(db).Include(c => c.Applications).SingleOrDefaultAsync(c => c.Id == reason.CampaignId, cancel) is not { } campaign
            || !await CampaignOwners.AnswersAsync(db, campaign.OwnerId, reason.RecipientId, cancel)
            || (await CurrentPolicy.ReadAsync(db, cancel)).Policy is not { Leavers: LeaversRule.AtOnce } policy)
        {
            return null;
        }

        var drafted = await db.AuditEvents.Where(e => e.CampaignId == campaign.Id && e.Type == nameof(LeaversDrafted)).MinAsync(e => e.At, cancel);
        var inTheWay = LaunchGates.Of(await GateFactsReader.ReadAsync(db, campaign, now, cancel)).Count(g => !g.Passed);
        return (campaign.Number, new MailCampaign(campaign.Name, 0, 0, 0, campaign.DueDate, campaign.TimeZone, 0, Revokes: false, [])
        {
            Cycle = new MailCycle(reason.Kind, campaign.DayOf(drafted), inTheWay, await RolesOf.Here(db, Role.CampaignOwner, policy.DayOf(now)).ContainsAsync(campaign.OwnerId, cancel)),
        });
    }
}
