using MimeKit;

namespace AccessReview.Connectors.Mail;

/// <summary>Puts a letter into the form that travels. Names, addresses and subjects come from files of others: nothing in them can
/// begin a header, a recipient or a part of its own.</summary>
internal static class Envelope
{
    private static readonly ParserOptions Strict = new() { AddressParserComplianceMode = RfcComplianceMode.Strict, AllowAddressesWithoutDomain = false };

    /// <summary>The message, or null where an address is none.</summary>
    public static MimeMessage? Of(Letter letter)
    {
        if (Mailbox(letter.From, letter.FromName) is not { } from || Mailbox(letter.To, letter.ToName) is not { } to)
        {
            return null;
        }

        var message = new MimeMessage { Subject = OneLine(letter.Subject), MessageId = letter.MessageId, Date = letter.Date };
        message.From.Add(from);
        message.To.Add(to);

        // Nobody's holiday note should answer a machine (RFC 3834), and no list should pass it on.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        message.Body = new MultipartAlternative(
            new TextPart("plain") { Text = letter.Text },
            new TextPart("html") { Text = letter.Html });
        return message;
    }

    private static MailboxAddress? Mailbox(string address, string name) =>
        address.AsSpan().IndexOfAny("\r\n\0<>,;") < 0 && MailboxAddress.TryParse(Strict, address, out var parsed)
            ? new MailboxAddress(OneLine(name), parsed.Address)
            : null;

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
