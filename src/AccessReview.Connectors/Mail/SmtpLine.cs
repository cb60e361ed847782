using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace AccessReview.Connectors.Mail;

/// <summary>A line to the mail server over which letters go one after the other. It connects with the first letter, and again after
/// it broke. Not for two threads.</summary>
public sealed class SmtpLine(MailServer server, TimeProvider? time = null) : IMailLine
{
    private const int PermanentFrom = 500;

    // The client's own patience is for each answer, and must not end before the one for the last.
    private readonly SmtpClient client = new() { CheckCertificateRevocation = false, Timeout = (int)server.AnswerPatience.TotalMilliseconds };

    /// <inheritdoc/>
    public async Task<MailAnswer> SendAsync(Letter letter, CancellationToken cancel)
    {
        if (Envelope.Of(letter) is not { } message)
        {
            return new MailAnswer(MailFate.Refused);
        }

        using var patience = new CancellationTokenSource(server.Patience, time ?? TimeProvider.System);
        var goes = false;
        using var stop = cancel.Register(() =>
        {
            // A letter that the server may have is not known to be taken before it says so: whoever hangs up sends it twice.
            if (Volatile.Read(ref goes))
            {
                patience.CancelAfter(server.LastPatience);
            }
            else
            {
                patience.Cancel();
            }
        });
        try
        {
            var trouble = await ConnectAsync(patience.Token);
            if (trouble != MailTrouble.None)
            {
                return new MailAnswer(MailFate.NoServer, Trouble: trouble);
            }

            await client.SendAsync(message, patience.Token, new OnItsWay(() =>
            {
                Volatile.Write(ref goes, true);
                patience.CancelAfter(server.AnswerPatience);
                if (cancel.IsCancellationRequested)
                {
                    patience.CancelAfter(server.LastPatience);
                }
            }));
            return new MailAnswer(MailFate.Taken, (int)SmtpStatusCode.Ok);
        }
        catch (SmtpCommandException refused)
        {
            return Refusal(refused);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception broken) when (IsBroken(broken) || broken is OperationCanceledException)
        {
            // Whether it was taken before the line broke, nobody knows: it goes again, under the same name.
            await HangUpAsync();
            return new MailAnswer(MailFate.NotNow);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await HangUpAsync();
        client.Dispose();
    }

    private async Task<MailTrouble> ConnectAsync(CancellationToken cancel)
    {
        if (client.IsConnected)
        {
            return MailTrouble.None;
        }

        client.ServerCertificateValidationCallback = IsTrusted;
        try
        {
            await client.ConnectAsync(server.Host, server.Port, server.Security switch
            {
                MailSecurity.StartTls => SecureSocketOptions.StartTls,
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.None => SecureSocketOptions.None,
                _ => throw new InvalidOperationException($"Unknown security {server.Security}."),
            }, cancel);
            if (server.User is { } user)
            {
                await client.AuthenticateAsync(user, server.Password ?? "", cancel);
            }

            return MailTrouble.None;
        }
        catch (Exception failed) when (TroubleOf(failed) is var trouble && trouble != MailTrouble.None)
        {
            await HangUpAsync();
            return trouble;
        }
    }

    /// <summary>What keeps the line from being opened; a wait that was ended is left to the caller.</summary>
    private static MailTrouble TroubleOf(Exception failed) => failed switch
    {
        SslHandshakeException => MailTrouble.CertificateNotTrusted,
        NotSupportedException => MailTrouble.NoTls,
        MailKit.Security.AuthenticationException => MailTrouble.SignInRefused,
        SmtpCommandException { ErrorCode: SmtpErrorCode.UnexpectedStatusCode } => MailTrouble.Unreachable,
        _ when IsBroken(failed) => MailTrouble.Unreachable,
        _ => MailTrouble.None,
    };

    private static bool IsBroken(Exception failed) =>
        failed is IOException or SocketException or ProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException or TimeoutException or System.Security.Authentication.AuthenticationException;

    private static MailAnswer Refusal(SmtpCommandException refused)
    {
        var code = (int)refused.StatusCode;
        return code < PermanentFrom ? new MailAnswer(MailFate.NotNow, code)
            : refused.ErrorCode == SmtpErrorCode.SenderNotAccepted || refused.StatusCode is SmtpStatusCode.AuthenticationRequired or SmtpStatusCode.AuthenticationInvalidCredentials
                ? new MailAnswer(MailFate.NoServer, code, MailTrouble.SenderRefused)
                : new MailAnswer(MailFate.Refused, code);
    }

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None
        || (server.CertificateSha256 is { } expected && certificate is not null
            && string.Equals(certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256), expected.Replace(":", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));

    private async Task HangUpAsync()
    {
        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await client.DisconnectAsync(client.IsConnected && client.IsSecure, soon.Token);
        }
        catch (Exception gone) when (IsBroken(gone) || gone is OperationCanceledException or SmtpCommandException)
        {
            // It is down already.
        }
    }

    /// <summary>Says once that the letter itself has begun to go.</summary>
    private sealed class OnItsWay(Action begins) : ITransferProgress
    {
        private bool begun;

        public void Report(long bytesTransferred, long totalSize) => Report(bytesTransferred);

        public void Report(long bytesTransferred)
        {
            if (!begun)
            {
                begun = true;
                begins();
            }
        }
    }
}
