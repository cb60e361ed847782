namespace AccessReview.Benchmarks;

/// <summary>A line that has a second one beside it, NAME-memory, for the peak memory of both sides.</summary>
internal interface IMeasuresMemory
{
    /// <summary>The highest ratio of peak memory that is allowed.</summary>
    double MemoryTarget { get; }
}
