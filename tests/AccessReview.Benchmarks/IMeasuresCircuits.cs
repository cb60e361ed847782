namespace AccessReview.Benchmarks;

/// <summary>A line that has a second one beside it, NAME-memory, for what the server keeps for each open page.</summary>
internal interface IMeasuresCircuits
{
    /// <summary>Megabytes for each circuit when the pages had just been opened, and after everybody has worked; null before the measure.</summary>
    (double Opened, double Worked)? Circuits { get; }
}
