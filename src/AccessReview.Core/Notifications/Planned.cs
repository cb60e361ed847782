using AccessReview.Core.Campaigns;

namespace AccessReview.Core.Notifications;

/// <summary>A reason to write to somebody, not yet on record.</summary>
internal sealed record Planned(Campaign Campaign, long RecipientId, NotificationKind Kind, DateOnly Slot, int Items)
{
    /// <summary>The sign-off of a receipt; 0 otherwise.</summary>
    internal long SignOffId { get; init; }

    /// <summary>Which of a person's mails it goes in.</summary>
    internal MailFamily Family => FamilyOf(Kind);

    internal static MailFamily FamilyOf(NotificationKind kind) => kind switch
    {
        NotificationKind.Invitation or NotificationKind.Reminder or NotificationKind.Overdue or NotificationKind.OwnersReminder => MailFamily.OwnWork,
        NotificationKind.ManagerEscalation or NotificationKind.OwnerEscalation => MailFamily.WorkOfOthers,
        NotificationKind.Receipt => MailFamily.Receipt,
        NotificationKind.Question => MailFamily.Question,
        NotificationKind.AccessReturned or NotificationKind.RemovalsLate => MailFamily.OwnRemovals,
        NotificationKind.CyclePrepared or NotificationKind.CycleLate or NotificationKind.CycleMissed or NotificationKind.LeaversWait => MailFamily.OwnCycles,
        NotificationKind.RemovalsNeedPerson or NotificationKind.RemovalsWait => MailFamily.OwnHandWork,
        NotificationKind.WaiverEnding or NotificationKind.WaiverEnded or NotificationKind.WaiverAnswered => MailFamily.OwnWaivers,
        NotificationKind.AbsenceWaits => MailFamily.AbsencesToApprove,
        NotificationKind.FollowUpsWait or NotificationKind.FollowUpsLate => MailFamily.OwnFollowUps,
        NotificationKind.ScopeWaits or NotificationKind.SignatureWaits or NotificationKind.WaiverWaits or NotificationKind.SecondReviewerMissing => MailFamily.OwnWord,
        _ => throw new InvalidOperationException($"Unknown kind {kind}."),
    };
}

/// <summary>What goes together in one mail.</summary>
internal enum MailFamily
{
    /// <summary>All of one's own open work.</summary>
    OwnWork,

    /// <summary>All late work of others that one answers for.</summary>
    WorkOfOthers,

    /// <summary>What was signed.</summary>
    Receipt,

    /// <summary>All questions that wait for one's answer.</summary>
    Question,

    /// <summary>Campaigns to be held that one owns.</summary>
    OwnCycles,

    /// <summary>Removals that wait for oneself.</summary>
    OwnHandWork,

    /// <summary>Waivers that one asked for or approved.</summary>
    OwnWaivers,

    /// <summary>Access that came back after campaigns one owns, and removals of these that others are late with.</summary>
    OwnRemovals,

    /// <summary>What one was named to follow up, and what others are late with after campaigns one owns.</summary>
    OwnFollowUps,

    /// <summary>Absences that wait for one's yes.</summary>
    AbsencesToApprove,

    /// <summary>What waits for one's word as an owner: on what drafts leave out of applications one owns, one's signature beside the campaign's owner's, one's answer to
    /// waivers, and who does a second review that nobody was found for.</summary>
    OwnWord,
}
