namespace AccessReview.Connectors.Mail;

/// <summary>What came of handing a letter to the mail server.</summary>
public enum MailFate
{
    /// <summary>The server has taken it and answers for it.</summary>
    Taken,

    /// <summary>The server refused it for good: this letter will not go.</summary>
    Refused,

    /// <summary>Not now, or no answer: the same letter may go later.</summary>
    NotNow,

    /// <summary>The server could not be reached as configured: no letter will go until somebody mends that.</summary>
    NoServer,
}

/// <summary>What is wrong with the way to the server.</summary>
public enum MailTrouble
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Nobody answers there.</summary>
    Unreachable,

    /// <summary>It offers no TLS, so nothing was said to it.</summary>
    NoTls,

    /// <summary>Its certificate is not trusted.</summary>
    CertificateNotTrusted,

    /// <summary>It did not accept the account and password.</summary>
    SignInRefused,

    /// <summary>It does not let this sender send.</summary>
    SenderRefused,
}

/// <summary>The mail server's answer.</summary>
/// <param name="Fate">What came of it.</param>
/// <param name="Code">The number of the server's answer (RFC 5321, 4.2), if it gave one.</param>
/// <param name="Trouble">What is wrong, for <see cref="MailFate.NoServer"/>.</param>
public sealed record MailAnswer(MailFate Fate, int? Code = null, MailTrouble Trouble = MailTrouble.None);
