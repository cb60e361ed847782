using AccessReview.Core.Notifications;

namespace AccessReview.Web.Components.Notifications;

/// <summary>Mails in words.</summary>
internal static class NotificationWords
{
    /// <summary>The kind of a mail, as a name.</summary>
    public static string Of(NotificationKind kind) => kind switch
    {
        NotificationKind.Invitation => "Invitation",
        NotificationKind.Reminder => "Reminder",
        NotificationKind.Overdue => "Overdue",
        NotificationKind.OwnersReminder => "Owner's reminder",
        NotificationKind.ManagerEscalation => "To a late reviewer's manager",
        NotificationKind.OwnerEscalation => "To the campaign's owner",
        NotificationKind.Receipt => "Receipt",
        NotificationKind.Question => "A question",
        NotificationKind.CyclePrepared => "Next campaign prepared",
        NotificationKind.CycleLate => "Campaign not launched",
        NotificationKind.CycleMissed => "Campaign missed",
        NotificationKind.LeaversWait => "Leavers' campaign not launched",
        NotificationKind.RemovalsNeedPerson => "Removals need a person",
        NotificationKind.RemovalsWait => "Removals to do by hand",
        NotificationKind.RemovalsLate => "Removals are late",
        NotificationKind.FollowUpsWait => "Something to follow up",
        NotificationKind.FollowUpsLate => "Follow-ups are late",
        NotificationKind.WaiverEnding => "Waivers end soon",
        NotificationKind.WaiverEnded => "Waivers are over",
        NotificationKind.AbsenceWaits => "An absence to approve",
        NotificationKind.ScopeWaits => "Something left out to approve",
        NotificationKind.AccessReturned => "Removed access came back",
        NotificationKind.SignatureWaits => "A second signature to give",
        NotificationKind.WaiverWaits => "A waiver to answer",
        NotificationKind.WaiverAnswered => "A waiver was answered",
        NotificationKind.SecondReviewerMissing => "No second reviewer found",
        _ => throw new InvalidOperationException($"Unknown kind {kind}."),
    };

    /// <summary>What became of a mail.</summary>
    public static string Of(MailResult? result) => result switch
    {
        null => "waits",
        MailResult.Sent => "sent",
        MailResult.Refused => "refused by the mail server",
        MailResult.GivenUp => "given up",
        MailResult.AddressChanged => "not sent: the address was corrected",
        MailResult.NotNeeded => "not needed any more",
        MailResult.NoAddress => "no address",
        MailResult.HasLeft => "has left",
        _ => throw new InvalidOperationException($"Unknown result {result}."),
    };

    /// <summary>The last time somebody was written to, under its date.</summary>
    public static string Of(LastTold told)
    {
        var what = told.AskedBy is { } by ? $"reminded by {by}" : told.Kind == NotificationKind.Invitation ? "invited" : "reminded";
        return told.Result == MailResult.Sent ? what : $"{what}: {Of(told.Result)}";
    }
}
