using AccessReview.Core.Removals;

namespace AccessReview.Web.Background;

/// <summary>Carries out the removals whose time has come.</summary>
internal sealed class RemovalWorker(CarryOutRemovals carryOut, RemovalBell bell, ILogger<RemovalWorker> log) : Worker(bell, log)
{
    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stop) => carryOut.RunAsync(stop);
}
