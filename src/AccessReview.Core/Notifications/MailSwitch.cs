using AccessReview.Core.Persistence;

namespace AccessReview.Core.Notifications;

/// <summary>Whether the product writes to anybody.</summary>
internal static class MailSwitch
{
    /// <summary>Why it does not; null: it does. The people of the sample are invented, and their addresses may be somebody's.</summary>
    internal static Problem? WhyOff(Mailing mailing, Databases databases) =>
        databases.Current == DatabaseName.Sample ? new Problem("mail.sample", "Nobody is written to from the sample organisation: its people are invented.")
        : mailing.IsOn ? null
        : new Problem("mail.off", "No mail server is set up, so nobody is written to. An administrator names one in the configuration (Mail:Host).");
}
