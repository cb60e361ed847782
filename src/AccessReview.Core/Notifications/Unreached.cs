using AccessReview.Core.Extracts;

namespace AccessReview.Core.Notifications;

/// <summary>Whether a mail can reach a person.</summary>
internal static class Unreached
{
    /// <summary>How mails ended that told nobody anything, and may reach their recipient once they are sent again: what was refused, at another address.</summary>
    internal static readonly MailResult[] Nobody = [MailResult.GivenUp, MailResult.AddressChanged, MailResult.NoAddress, MailResult.HasLeft, MailResult.Refused];

    /// <summary>What keeps a mail from them on the organisation's day; null: nothing.</summary>
    internal static MailResult? Of(PersonRecord? person, DateOnly today) =>
        person is null || person.HasLeft(today) ? MailResult.HasLeft
        : person.WorkEmail.Length == 0 ? MailResult.NoAddress
        : null;

    /// <summary>The same in words.</summary>
    internal static string? Why(PersonRecord? person, DateOnly today) => Of(person, today) switch
    {
        null => null,
        MailResult.HasLeft => "they have left",
        _ => "no address",
    };
}
