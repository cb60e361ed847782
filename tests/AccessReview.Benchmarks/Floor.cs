namespace AccessReview.Benchmarks;

/// <summary>
/// One line of performance.md: what we do, the least honest work that anybody would have to do for the same, and the ratio
/// that is allowed. To add a line, derive from it: the command finds it by itself.
/// </summary>
internal abstract class Floor
{
    /// <summary>The line's name, as performance.md has it.</summary>
    public abstract string Name { get; }

    /// <summary>The size that performance.md names; <c>--size</c> replaces it.</summary>
    public abstract int Size { get; }

    /// <summary>The highest ratio of ours to the floor that is allowed.</summary>
    public abstract double Target { get; }

    /// <summary>Milliseconds over the floor that are allowed whatever the ratio: nobody sees them.</summary>
    public virtual double Slack => 0;

    /// <summary>How many pairs are measured; the median counts.</summary>
    public virtual int Pairs => 5;

    /// <summary>How often each side runs before it is measured: 1 for a long run, 1,500 for a call.</summary>
    public virtual int WarmUps => 1;

    /// <summary>Makes what both sides need; not measured.</summary>
    public virtual Task PrepareAsync(int size) => Task.CompletedTask;

    /// <summary>Runs before each measured run of either side, for what the last one changed; not measured.</summary>
    public virtual Task ResetAsync() => Task.CompletedTask;

    /// <summary>What the product does.</summary>
    public abstract Task OursAsync();

    /// <summary>The floor, by hand and as fast as we can make it.</summary>
    public abstract Task FloorAsync();

    /// <summary>Takes away what was made.</summary>
    public virtual Task CleanUpAsync() => Task.CompletedTask;

    /// <summary>Measures one side once: milliseconds here; a line about memory answers megabytes.</summary>
    public virtual async Task<double> MeasureAsync(Side side, int size)
    {
        await ResetAsync();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var start = TimeProvider.System.GetTimestamp();
        await RunAsync(side);
        return TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Runs one side once.</summary>
    public Task RunAsync(Side side) => side switch
    {
        Side.Ours => OursAsync(),
        Side.Floor => FloorAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(side), side, "Not a side."),
    };
}

/// <summary>Which side of a line.</summary>
internal enum Side
{
    Ours,
    Floor,
}
