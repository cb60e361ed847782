namespace AccessReview.Core;

/// <summary>Work that follows from what lies in the database: assessments after a reading, checks of removals, overdue campaigns.
/// Doing it twice changes nothing; it is run after the acts that cause it, at start, and by the clock, so that a killed process
/// leaves nothing behind.</summary>
public interface IFollowUp
{
    /// <summary>Its place among the others; a lower number comes first.</summary>
    int Order { get; }

    /// <summary>Does what is left to do.</summary>
    Task RunAsync(CancellationToken cancel);
}

/// <summary>Runs every follow-up in order, one at a time in this process.</summary>
public sealed class FollowUps(IEnumerable<IFollowUp> all) : IDisposable
{
    private readonly IReadOnlyList<IFollowUp> ordered = [.. all.OrderBy(f => f.Order)];
    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>Does what is left to do.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            using var job = Telemetry.Job("follow-ups");
            foreach (var followUp in ordered)
            {
                await followUp.RunAsync(cancel);
            }
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();
}
