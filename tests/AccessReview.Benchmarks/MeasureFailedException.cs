namespace AccessReview.Benchmarks;

/// <summary>What was to be measured did not happen as it should: the line is missed, whatever its times.</summary>
internal sealed class MeasureFailedException(string sentence) : Exception(sentence);
