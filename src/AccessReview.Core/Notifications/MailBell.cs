namespace AccessReview.Core.Notifications;

/// <summary>Wakes whoever hands mails over, so that one that was just planned goes at once.</summary>
public sealed class MailBell : Bell;
