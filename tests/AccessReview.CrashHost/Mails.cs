using AccessReview.Connectors.Mail;
using AccessReview.Core.Notifications;

namespace AccessReview.CrashHost;

/// <summary>What the clock does about mail, to a server that the test names in the environment.</summary>
internal static class Mails
{
    /// <summary>The variable that names it: port, then the SHA-256 of its certificate.</summary>
    public const string Variable = "ACCESSREVIEW_TEST_POST";

    /// <summary>How mail goes; off where no server is named.</summary>
    public static Mailing Mailing => Environment.GetEnvironmentVariable(Variable)?.Split(' ') is [var port, var certificate] ? To(int.Parse(port), certificate) : Mailing.Off;

    /// <summary>How mail goes to that server.</summary>
    public static Mailing To(int port, string certificate)
    {
        var server = new MailServer { Host = "127.0.0.1", Port = port, Security = MailSecurity.StartTls, CertificateSha256 = certificate };
        return new Mailing { OpenLine = () => new SmtpLine(server), Server = server.ToString(), From = "review@harbourlight.example" };
    }

    /// <summary>Plans what is due, and sends it.</summary>
    public static async Task TellAsync(StoryRun run)
    {
        await run.Get<PlanNotifications>().RunAsync(CancellationToken.None);
        await run.Get<SendMails>().RunAsync(CancellationToken.None);
    }
}
