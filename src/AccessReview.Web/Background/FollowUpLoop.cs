using AccessReview.Core;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;

namespace AccessReview.Web.Background;

/// <summary>Does what follows from what lies in the database: at start, then every minute on one of the nodes. A failure is logged and
/// tried again; it never ends the product.</summary>
internal sealed partial class FollowUpLoop(FollowUps followUps, NodeTurns turns, WriteAnchors anchors, TimeProvider time, ILogger<FollowUpLoop> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    // Nodes tick at different seconds; whoever comes first in a minute has it.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(50);

    // A host may be stopped twice, and at once: its end is anchored once, and no stop is over before.
    private readonly Lock stopping = new();
    private Task? anchored;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What a killed process left waits for no lease.
        await TryAsync(followUps.RunAsync, stoppingToken);
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync(stop => turns.RunAsync("follow-ups", Pause, followUps.RunAsync, stop), stoppingToken);
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Task end;
        lock (stopping)
        {
            end = anchored ??= TryAsync(anchors.BeforeStopAsync, cancellationToken);
        }

        await end;
    }

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        try
        {
            await work(stop);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            LogFailed(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A follow-up failed and will be tried again.")]
    private partial void LogFailed(Exception failure);
}
