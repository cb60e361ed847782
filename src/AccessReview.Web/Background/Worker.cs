using AccessReview.Core;

namespace AccessReview.Web.Background;

/// <summary>Does one kind of work beside everything else: at once when its bell rings, and now and then for what a killed process left. A
/// failure is logged and tried again; it never ends the product.</summary>
internal abstract partial class Worker(Bell bell, ILogger log) : BackgroundService
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(15);

    /// <summary>What is done; returns when nothing is left.</summary>
    protected abstract Task DoAsync(CancellationToken stop);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DoAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogFailed(log, failure, GetType().Name);
            }

            try
            {
                await bell.WaitAsync(AtMost, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Worker} failed and will try again.")]
    private static partial void LogFailed(ILogger log, Exception failure, string worker);
}
