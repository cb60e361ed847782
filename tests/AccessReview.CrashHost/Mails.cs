using AccessReview.Connectors.Mail;
using AccessReview.Core.Notifications;

namespace AccessReview.CrashHost;

/// <summary>What the clock does about mail, to a server that the test names in the environment.</summary>
internal static class Mails
{
    /// <summary>The variable that names it: port, then the SHA-256 of its certificate.</summary>
    public const string Variable = "ACCESSREVIEW_TEST_POST";

    /// <summary>How mail goes; off where no server is named.</summary>
    public static Mailing Mailing
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable)?.Split(' ') is not [var port, var certificate])
            {
                return Mailing.Off;
            }

            var server = new MailServer { Host = "127.0.0.1", Port = int.Parse(port), Security = MailSecurity.StartTls, CertificateSha256 = certificate };
            return new Mailing { OpenLine = () => new SmtpLine(server), Server = server.ToString(), From = "review@harbourlight.example" };
        }
    }

    /// <summary>Plans what is due, and sends it.</summary>
    public static async Task TellAsync(StoryRun run)
    {
        await run.Get<PlanNotifications>().RunAsync(CancellationToken.None);
        await run.Get<SendMails>().RunAsync(CancellationToken.None);
    }
}
