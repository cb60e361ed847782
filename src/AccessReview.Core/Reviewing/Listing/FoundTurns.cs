namespace AccessReview.Core.Reviewing;

/// <summary>The turns that parts of a filter leave which no slice can answer, because they are in none: null where the filter has no such part.</summary>
/// <param name="ByText">Those whose words begin as the filter's text does.</param>
/// <param name="Signed">Those that the filter's statement covers.</param>
public sealed record FoundTurns(IReadOnlySet<long>? ByText = null, IReadOnlySet<long>? Signed = null);
