using AccessReview.Core.Evidence;

namespace AccessReview.Web.Background;

/// <summary>Makes editions of the evidence, one at a time, beside everything else: at once when one is asked for, and now and then
/// for what a killed process left. A failure stands in the job, where the page shows it.</summary>
internal sealed partial class EvidenceWorker(RunExports exports, ExportBell bell, ILogger<EvidenceWorker> log) : BackgroundService
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await exports.RunAsync(stoppingToken);
                await bell.WaitAsync(AtMost, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogFailed(failure);
                await bell.WaitAsync(AtMost, stoppingToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Evidence could not be made.")]
    private partial void LogFailed(Exception failure);
}
