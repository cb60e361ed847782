using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Reads what a mail says to somebody whose word is waited for: on how many absences, applications, waivers or items, never whose access it is.</summary>
internal static class ReadApprovals
{
    /// <summary>Of a reason; null when it holds no more, because they gave it or nobody needs it any more.</summary>
    internal static async Task<(int Number, MailCampaign Facts)?> RunAsync(ReviewDb db, Notification reason, DateTime now, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == reason.CampaignId, cancel);

        // Removals go on after their campaign is closed.
        if (reason.Kind != NotificationKind.WaiverWaits && campaign.State != (reason.Kind == NotificationKind.ScopeWaits ? CampaignState.Draft : CampaignState.Active))
        {
            return null;
        }

        var waiting = await (reason.Kind switch
        {
            NotificationKind.AbsenceWaits => AbsencesAsync(db, reason.RecipientId, now, cancel),
            NotificationKind.ScopeWaits => DueApprovals.ScopesOfAsync(db, campaign.Id, reason.RecipientId, cancel),
            NotificationKind.SignatureWaits => DueSignatures.CountAsync(db, campaign.Id, reason.RecipientId, cancel),
            NotificationKind.WaiverWaits => DueWaiverAnswers.CountAsync(db, campaign.Id, reason.RecipientId, now, cancel),
            NotificationKind.SecondReviewerMissing => DueSecondReviews.CountAsync(db, campaign.Id, now, cancel),
            _ => throw new InvalidOperationException($"Unknown kind {reason.Kind}."),
        });
        return waiting == 0 ? null : (campaign.Number, new MailCampaign(
            campaign.Name, waiting, 0, 0, campaign.DueDate, campaign.TimeZone, Math.Max(0, campaign.DayOf(now).DayNumber - campaign.DueDate.DayNumber), Revokes: false, []) { Word = reason.Kind });
    }

    private static async Task<int> AbsencesAsync(ReviewDb db, long reader, DateTime now, CancellationToken cancel)
    {
        var isOwner = (await RolesOf.InForceAsync(db, reader, cancel)).HasFlag(Role.CampaignOwner);
        return await AbsenceList.WaitingAsync(db, Actor.Demo(reader), isOwner, await CurrentPolicy.DayAsync(db, now, cancel), cancel);
    }
}
