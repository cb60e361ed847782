using System.Net;
using System.Net.Mail;
using AccessReview.Connectors.Mail;
using AccessReview.Core.Notifications;

namespace AccessReview.Web.Setup;

/// <summary>Reads how mail is sent, or refuses the start with a sentence that names the key. The refusal never repeats a password.</summary>
internal static class MailOptionsReader
{
    private const int CertificateDigits = 64;

    /// <summary>How the product writes to people, by configuration.</summary>
    public static Mailing Read(IConfiguration configuration)
    {
        var options = Configured.Read<MailOptions>(configuration, "Mail");
        var site = Configured.Read<SiteOptions>(configuration, "Site").Address;
        CheckSite(site);
        if (string.IsNullOrWhiteSpace(options.Host))
        {
            return configuration.GetSection("Mail").GetChildren().Any(c => !string.IsNullOrEmpty(c.Value))
                ? throw new StartRefusedException("Mail:Host is empty, and other keys of Mail are set; it names the mail server.")
                : Mailing.Off;
        }

        Check(options);
        var address = site ?? throw new StartRefusedException("Site:Address is empty; with Mail:Host it is the address people use, such as https://review.example.com, and every mail leads there.");
        var server = new MailServer
        {
            Host = options.Host,
            Port = options.Port ?? Usual(options.Security),
            Security = options.Security,
            User = string.IsNullOrEmpty(options.User) ? null : options.User,
            Password = options.Password,
            CertificateSha256 = string.IsNullOrEmpty(options.CertificateSha256) ? null : options.CertificateSha256,
        };
        return new Mailing
        {
            OpenLine = () => new SmtpLine(server),
            Server = server.ToString(),
            From = options.From!,
            Links = new MailLinks(new Uri(address, Links.MyReviews()), new Uri(address, Links.Receipts()), number => new Uri(address, Links.Campaign(number)), new Uri(address, Links.Questions()), new Uri(address, Links.Removals()), new Uri(address, Links.Absences()), new Uri(address, Links.Overview()), new Uri(address, Links.FollowUps())),
        };
    }

    private static void CheckSite(Uri? site)
    {
        if (site is not null && ((site.Scheme != Uri.UriSchemeHttps && !site.IsLoopback) || site.AbsolutePath != "/" || site.Query.Length > 0))
        {
            throw Configured.Refuse("Site:Address", site.ToString(), "it is the https address people use, without a path, such as https://review.example.com");
        }
    }

    private static void Check(MailOptions options)
    {
        if (!Configured.IsHost(options.Host!))
        {
            throw Configured.Refuse("Mail:Host", options.Host, "it is the mail server's name alone, such as mail.example.com; its port goes to Mail:Port");
        }

        if (options.From is null || !MailAddress.TryCreate(options.From, out var from) || from.Address != options.From)
        {
            throw Configured.Refuse("Mail:From", options.From, "with Mail:Host it is the sender's address, such as review@example.com");
        }

        if (options.Security == MailSecurity.None && !IsThisMachine(options.Host!))
        {
            throw new StartRefusedException("Mail:Security is None, so names would cross the network in clear; that is for a mail server on this machine. Use StartTls or Tls.");
        }

        if (string.IsNullOrEmpty(options.User) != string.IsNullOrEmpty(options.Password))
        {
            throw new StartRefusedException("Mail:User and Mail:Password come together: one of them is empty.");
        }

        if (options.CertificateSha256 is { Length: > 0 } certificate && (certificate.Replace(":", "", StringComparison.Ordinal) is var digits) && (digits.Length != CertificateDigits || !digits.All(char.IsAsciiHexDigit)))
        {
            throw Configured.Refuse("Mail:CertificateSha256", certificate, "it is the SHA-256 of the server's certificate, 64 hexadecimal digits");
        }
    }

    private static int Usual(MailSecurity security) => security switch
    {
        MailSecurity.StartTls => 587,
        MailSecurity.Tls => 465,
        MailSecurity.None => 25,
        _ => throw new InvalidOperationException($"Unknown security {security}."),
    };

    private static bool IsThisMachine(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
