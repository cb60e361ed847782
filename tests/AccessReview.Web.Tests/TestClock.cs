namespace AccessReview.Web.Tests;

/// <summary>A clock that tests set; it goes on from there, so that timers and timeouts of the server work.</summary>
public sealed class TestClock : TimeProvider
{
    private long offset;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref offset));

    /// <summary>Makes it the given instant now.</summary>
    public void Set(DateTime utc) => Interlocked.Exchange(ref offset, (new DateTimeOffset(utc, TimeSpan.Zero) - System.GetUtcNow()).Ticks);

    /// <summary>Moves it on.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref offset, by.Ticks);
}
