using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Reads what a mail says to somebody whose yes is waited for: how many absences or applications, never whose access it is.</summary>
internal static class ReadApprovals
{
    /// <summary>Of a reason; null when it holds no more, because they said yes or nobody needs it any more.</summary>
    internal static async Task<(int Number, MailCampaign Facts)?> RunAsync(ReviewDb db, Notification reason, DateTime now, CancellationToken cancel)
    {
        var absence = reason.Kind == NotificationKind.AbsenceWaits;
        var state = absence ? CampaignState.Active : CampaignState.Draft;
        if (await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == reason.CampaignId && c.State == state, cancel) is not { } campaign)
        {
            return null;
        }

        var waiting = absence ? await AbsencesAsync(db, reason.RecipientId, now, cancel) : await DueApprovals.ScopesOfAsync(db, campaign.Id, reason.RecipientId, cancel);
        return waiting == 0 ? null : (campaign.Number, new MailCampaign(
            campaign.Name, waiting, 0, 0, campaign.DueDate, campaign.TimeZone, Math.Max(0, campaign.DayOf(now).DayNumber - campaign.DueDate.DayNumber), Revokes: false, []));
    }

    private static async Task<int> AbsencesAsync(ReviewDb db, long reader, DateTime now, CancellationToken cancel)
    {
        var isOwner = (await RolesOf.InForceAsync(db, reader, cancel)).HasFlag(Role.CampaignOwner);
        return await AbsenceList.WaitingAsync(db, Actor.Demo(reader), isOwner, await CurrentPolicy.DayAsync(db, now, cancel), cancel);
    }
}
