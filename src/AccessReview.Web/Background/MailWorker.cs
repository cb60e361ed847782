using AccessReview.Core.Notifications;

namespace AccessReview.Web.Background;

/// <summary>Hands waiting mails over beside everything else: at once when some were planned, and each minute for those that were asked
/// to wait or that a killed process left. On several nodes each mail is one node's.</summary>
internal sealed partial class MailWorker(SendMails send, Mailing mailing, MailBell bell, ILogger<MailWorker> log) : BackgroundService
{
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (mailing.IsOn && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await send.RunAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
            }

            await bell.WaitAsync(AtMost, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Mail could not be sent; it will be tried again.")]
    private partial void LogFailed(Exception failure);
}
