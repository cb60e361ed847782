namespace AccessReview.Web.Tests;

/// <summary>A clock that tests set; it goes on from there, so that timers and timeouts of the server work.</summary>
public sealed class TestClock : TimeProvider
{
    private long offset;

    /// <summary>Whether what the product does at intervals is left out, so that a test sees what it does when it is asked to.</summary>
    public bool LeavesOutIntervals { get; set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref offset));

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        return base.CreateTimer(period == Timeout.InfiniteTimeSpan ? callback : AtIntervals, state, dueTime, period);

        void AtIntervals(object? of)
        {
            if (!LeavesOutIntervals)
            {
                callback(of);
            }
        }
    }

    /// <summary>Makes it the given instant now.</summary>
    public void Set(DateTime utc) => Interlocked.Exchange(ref offset, (new DateTimeOffset(utc, TimeSpan.Zero) - System.GetUtcNow()).Ticks);

    /// <summary>Moves it on.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref offset, by.Ticks);
}
