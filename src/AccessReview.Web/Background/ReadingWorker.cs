using AccessReview.Core.Extracts;

namespace AccessReview.Web.Background;

/// <summary>Reads connections: what was asked for, and what is due by its schedule.</summary>
internal sealed class ReadingWorker(PlanReadings plan, RunReadings readings, ReadingBell bell, ILogger<ReadingWorker> log) : Worker(bell, log)
{
    /// <inheritdoc/>
    protected override async Task DoAsync(CancellationToken stop)
    {
        await plan.RunAsync(stop);
        await readings.RunAsync(stop);
    }
}
