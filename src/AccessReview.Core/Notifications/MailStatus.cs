using System.Globalization;
using AccessReview.Connectors.Mail;

namespace AccessReview.Core.Notifications;

/// <summary>Why a mail still waits, as its job keeps it: a closed code and the server's number.</summary>
internal static class MailStatus
{
    internal static string Write(MailAnswer answer) => string.Create(CultureInfo.InvariantCulture, $"{answer.Trouble} {answer.Code}").TrimEnd();

    /// <summary>In words for an administrator.</summary>
    internal static string Words(string result)
    {
        var (trouble, code) = result.Split(' ') is [var name, var number] ? (name, number) : (result, null);
        return Enum.Parse<MailTrouble>(trouble) switch
        {
            MailTrouble.None => code is null ? "The mail server did not answer in time, or the line broke." : $"The mail server asked to wait (answer {code}).",
            var known => Words(known),
        };
    }

    internal static string Words(MailTrouble trouble) => trouble switch
    {
        MailTrouble.None => "Nothing is wrong.",
        MailTrouble.Unreachable => "Nobody answers at the mail server's address.",
        MailTrouble.NoTls => "The mail server offers no TLS, so nothing was said to it. Set Mail:Security to Tls, or have TLS switched on there.",
        MailTrouble.CertificateNotTrusted => "The mail server's certificate is not trusted by this machine. Have it replaced, or name it in Mail:CertificateSha256.",
        MailTrouble.SignInRefused => "The mail server refused the account and password of Mail:User and Mail:Password.",
        MailTrouble.SenderRefused => "The mail server does not let Mail:From send.",
        _ => throw new InvalidOperationException($"Unknown trouble {trouble}."),
    };
}
