namespace AccessReview.Core;

/// <summary>Wakes whoever does a kind of work, so that it is done at once and nobody polls the database.</summary>
public abstract class Bell : IDisposable
{
    private readonly SemaphoreSlim rung = new(0, 1);

    /// <summary>There is work.</summary>
    public void Ring()
    {
        lock (rung)
        {
            if (rung.CurrentCount == 0)
            {
                rung.Release();
            }
        }
    }

    /// <summary>Waits until it rings, or for at most this long: a job may have been left by a killed process.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => rung.WaitAsync(atMost, cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        rung.Dispose();
        GC.SuppressFinalize(this);
    }
}
