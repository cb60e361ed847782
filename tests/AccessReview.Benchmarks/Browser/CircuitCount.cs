using Microsoft.AspNetCore.Components.Server.Circuits;

namespace AccessReview.Benchmarks.Browser;

/// <summary>How many circuits a server holds, so that a measure begins when the last one's are gone.</summary>
internal sealed class CircuitCount : CircuitHandler
{
    private int open;

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref open);
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref open);
        return Task.CompletedTask;
    }

    /// <summary>Waits until as many are open.</summary>
    public async Task UntilAsync(int count)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (Volatile.Read(ref open) != count)
        {
            await Task.Delay(50, late.Token);
        }
    }
}
