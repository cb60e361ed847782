using AccessReview.Core.Extracts;

namespace AccessReview.Core.Notifications;

/// <summary>Whether a mail can reach a person.</summary>
internal static class Unreached
{
    /// <summary>How mails ended that told nobody anything, and may reach their recipient once they are sent again: what was refused, at another address.</summary>
    internal static readonly MailResult[] Nobody = [MailResult.GivenUp, MailResult.NoAddress, MailResult.HasLeft, MailResult.Refused];

    /// <summary>What keeps a mail from them; null: nothing.</summary>
    internal static MailResult? Of(PersonRecord? person, DateTime at) =>
        person is null || person.HasLeft(DateOnly.FromDateTime(at)) ? MailResult.HasLeft
        : person.WorkEmail.Length == 0 ? MailResult.NoAddress
        : null;

    /// <summary>The same in words.</summary>
    internal static string? Why(PersonRecord? person, DateTime at) => Of(person, at) switch
    {
        null => null,
        MailResult.HasLeft => "they have left",
        _ => "no address",
    };
}
