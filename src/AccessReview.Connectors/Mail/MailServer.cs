namespace AccessReview.Connectors.Mail;

/// <summary>How the way to the mail server is kept from readers.</summary>
public enum MailSecurity
{
    /// <summary>Plain at first, TLS before anything is said (STARTTLS, RFC 3207); a server that does not offer it is not used.</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Tls,

    /// <summary>None: for a server on this very machine.</summary>
    None,
}

/// <summary>The mail server that takes the product's mail.</summary>
public sealed record MailServer
{
    /// <summary>Its name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Its port.</summary>
    public required int Port { get; init; }

    /// <summary>How the way there is kept from readers.</summary>
    public required MailSecurity Security { get; init; }

    /// <summary>The account to sign in with; null: none.</summary>
    public string? User { get; init; }

    /// <summary>Its password.</summary>
    public string? Password { get; init; }

    /// <summary>SHA-256 of the server's certificate in hexadecimal, where it is not one that this machine trusts by itself.</summary>
    public string? CertificateSha256 { get; init; }

    /// <summary>How long connecting, signing in and naming sender and recipient may take together before the server counts as not answering.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the server may take from the beginning of the letter to its answer. A server that has a letter may look through it first: whoever
    /// hangs up meanwhile sends it again, and it arrives twice (RFC 5321, 4.5.3.2.6: ten minutes).</summary>
    public TimeSpan AnswerPatience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How much longer a server that has the letter is waited for once the product is told to stop: less than the half minute that a host gives it.</summary>
    public TimeSpan LastPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Without the password: records print themselves.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
