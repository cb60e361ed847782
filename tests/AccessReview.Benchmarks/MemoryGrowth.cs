namespace AccessReview.Benchmarks;

/// <summary>Whether our side of a line stays in the memory of a small size: each size runs alone in a process of its own.</summary>
/// <param name="time">The line whose side is run.</param>
/// <param name="sizes">How large, how small, and how much more is allowed.</param>
internal sealed class MemoryGrowth(Floor time, IKeepsMemory sizes) : Floor
{
    public override string Name => time.Name + "-growth";

    public override int Size => sizes.Large;

    public override double Target => sizes.MemoryTarget;

    public override int Pairs => 1;

    public override int WarmUps => 0;

    public override Task OursAsync() => time.OursAsync();

    public override Task FloorAsync() => time.OursAsync();

    /// <summary>Peak megabytes of our side: at the given size for ours, at the small one for the floor.</summary>
    public override Task<double> MeasureAsync(Side side, int size) =>
        PeakMemory.OfAsync(time, Side.Ours, side == Side.Ours ? size : (int)Math.Min(sizes.Small, (long)sizes.Small * size / sizes.Large));
}
