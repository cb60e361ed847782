namespace AccessReview.Core.Evidence;

/// <summary>Wakes whoever makes editions, so that a small one is there at once and nobody polls the database.</summary>
public sealed class ExportBell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    /// <summary>There is work.</summary>
    public void Ring()
    {
        lock (_rung)
        {
            if (_rung.CurrentCount == 0)
            {
                _rung.Release();
            }
        }
    }

    /// <summary>Waits until it rings, or for at most this long: a job may have been left by a killed process.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => await _rung.WaitAsync(atMost, cancel);

    /// <inheritdoc/>
    public void Dispose() => _rung.Dispose();
}
