namespace AccessReview.Connectors;

/// <summary>Keeps the requests to one system apart, whichever connector makes them: the limit is the system's, and whoever goes over it
/// throttles its identity provider as well.</summary>
/// <param name="time">The clock.</param>
/// <param name="perMinute">Requests a minute at most.</param>
public sealed class RequestPace(TimeProvider time, int perMinute)
{
    private readonly TimeSpan apart = WholeMilliseconds(TimeSpan.FromMinutes(1.0 / perMinute));
    private readonly long start = time.GetTimestamp();
    private readonly Lock one = new();
    private TimeSpan next;

    /// <summary>Waits for the next request's turn.</summary>
    public Task TurnAsync(CancellationToken cancel)
    {
        TimeSpan wait;
        lock (one)
        {
            // By what has passed and not by the time of day: a clock that is set back must not stop everything.
            var now = time.GetElapsedTime(start);
            wait = next > now ? WholeMilliseconds(next - now) : TimeSpan.Zero;
            next = now + wait + apart;
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancel) : Task.CompletedTask;
    }

    // A wait counts whole ones: what is over is rounded up, or the request would come too early.
    private static TimeSpan WholeMilliseconds(TimeSpan span) => TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds));
}
