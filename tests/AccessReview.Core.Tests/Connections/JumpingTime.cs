using Microsoft.Extensions.Time.Testing;

namespace AccessReview.Core.Tests.Connections;

/// <summary>A clock on which every wait is over at once: it has come as far by then.</summary>
internal sealed class JumpingTime : FakeTimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Advance(dueTime);
        return timer;
    }
}
