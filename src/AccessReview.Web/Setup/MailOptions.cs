using System.ComponentModel.DataAnnotations;
using System.Net;
using AccessReview.Connectors.Mail;

namespace AccessReview.Web.Setup;

/// <summary>The configuration section <c>Mail</c>. Without a host the product writes to nobody.</summary>
internal sealed class MailOptions
{
    /// <summary><c>Mail:Host</c>: the mail server.</summary>
    public string? Host { get; set; }

    /// <summary><c>Mail:Port</c>: 587, or 465 for <see cref="MailSecurity.Tls"/>, or 25 for <see cref="MailSecurity.None"/>.</summary>
    [Range(1, IPEndPoint.MaxPort)]
    public int? Port { get; set; }

    /// <summary><c>Mail:Security</c>.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary><c>Mail:User</c>: the account to sign in with.</summary>
    public string? User { get; set; }

    /// <summary><c>Mail:Password</c>: its password. A secret.</summary>
    public string? Password { get; set; }

    /// <summary><c>Mail:From</c>: the sender's address.</summary>
    public string? From { get; set; }

    /// <summary><c>Mail:CertificateSha256</c>: of a server's certificate that this machine does not trust by itself.</summary>
    public string? CertificateSha256 { get; set; }
}

/// <summary>The configuration section <c>Site</c>.</summary>
internal sealed class SiteOptions
{
    /// <summary><c>Site:Address</c>: the address people use, for links in mails and in texts that are sent by hand.</summary>
    public Uri? Address { get; set; }
}
