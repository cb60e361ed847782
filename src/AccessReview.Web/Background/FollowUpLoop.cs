using AccessReview.Core;

namespace AccessReview.Web.Background;

/// <summary>Does what follows from what lies in the database: at start, then every minute. A failure is logged and tried again; it
/// never ends the product.</summary>
internal sealed partial class FollowUpLoop(FollowUps followUps, TimeProvider time, ILogger<FollowUpLoop> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await followUps.RunAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A follow-up failed and will be tried again.")]
    private partial void LogFailed(Exception failure);
}
