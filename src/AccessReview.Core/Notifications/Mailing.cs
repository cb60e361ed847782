using AccessReview.Connectors.Mail;

namespace AccessReview.Core.Notifications;

/// <summary>How the product writes to people: off unless the configuration names a mail server.</summary>
public sealed class Mailing
{
    /// <summary>No mail is planned or sent.</summary>
    public static Mailing Off { get; } = new();

    /// <summary>Whether a mail server is named.</summary>
    public bool IsOn => OpenLine is not null;

    /// <summary>Opens a line to the mail server; null: there is none.</summary>
    public Func<IMailLine>? OpenLine { get; init; }

    /// <summary>The server, as an administrator knows it.</summary>
    public string Server { get; init; } = "";

    /// <summary>The sender's address.</summary>
    public string From { get; init; } = "";

    /// <summary>The addresses that mails lead to. All of them ask for a sign-in.</summary>
    public MailLinks Links { get; init; } = new(new Uri("http://localhost/"), new Uri("http://localhost/"), _ => new Uri("http://localhost/"), new Uri("http://localhost/"), new Uri("http://localhost/"), new Uri("http://localhost/"), new Uri("http://localhost/"), new Uri("http://localhost/"));
}

/// <summary>Where mails lead to.</summary>
/// <param name="MyReviews">Own work.</param>
/// <param name="Receipts">Own signed statements.</param>
/// <param name="Campaign">A campaign, by its number.</param>
/// <param name="Questions">Questions about own access.</param>
/// <param name="Removals">The removals that the reader sees.</param>
/// <param name="Absences">The absences that the reader sees.</param>
/// <param name="Overview">What there is for the reader to do.</param>
/// <param name="FollowUps">What the reader was named to follow up.</param>
public sealed record MailLinks(Uri MyReviews, Uri Receipts, Func<int, Uri> Campaign, Uri Questions, Uri Removals, Uri Absences, Uri Overview, Uri FollowUps)
{
    /// <summary>Where a mail of a kind leads to; null: nowhere, as what a manager is told of is done outside the product.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="campaign">The number of its most urgent campaign.</param>
    internal Uri? Of(NotificationKind kind, int campaign) => kind switch
    {
        NotificationKind.Receipt => Receipts,
        NotificationKind.Question => Questions,
        NotificationKind.AbsenceWaits => Absences,
        NotificationKind.ScopeWaits or NotificationKind.SignatureWaits or NotificationKind.WaiverWaits => Overview,
        NotificationKind.OwnerEscalation or NotificationKind.CyclePrepared or NotificationKind.CycleLate or NotificationKind.CycleMissed or NotificationKind.LeaversWait or NotificationKind.AccessReturned or NotificationKind.FollowUpsLate or NotificationKind.SecondReviewerMissing => Campaign(campaign),
        NotificationKind.FollowUpsWait => FollowUps,
        NotificationKind.RemovalsNeedPerson or NotificationKind.RemovalsWait or NotificationKind.RemovalsLate or NotificationKind.WaiverEnding or NotificationKind.WaiverEnded or NotificationKind.WaiverAnswered => Removals,
        NotificationKind.Invitation or NotificationKind.Reminder or NotificationKind.Overdue or NotificationKind.OwnersReminder => MyReviews,
        NotificationKind.ManagerEscalation => null,
        _ => throw new InvalidOperationException($"Unknown kind {kind}."),
    };
}
