namespace AccessReview.Core.Notifications;

/// <summary>Wakes whoever hands mails over, so that one that was just planned goes at once.</summary>
public sealed class MailBell : IDisposable
{
    private readonly SemaphoreSlim rung = new(0, 1);

    /// <summary>There is something to send.</summary>
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

    /// <summary>Waits until it rings, or for at most this long.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => rung.WaitAsync(atMost, cancel);

    /// <inheritdoc/>
    public void Dispose() => rung.Dispose();
}
