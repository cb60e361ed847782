namespace AccessReview.Benchmarks;

/// <summary>A line that has a second one beside it, NAME-growth: the peak memory of our side at a large size against that at a small one.</summary>
internal interface IKeepsMemory
{
    /// <summary>The large size.</summary>
    int Large { get; }

    /// <summary>The small size.</summary>
    int Small { get; }

    /// <summary>The highest ratio of peak memory that is allowed.</summary>
    double MemoryTarget { get; }
}
