namespace AccessReview.Core;

/// <summary>A search as its words: each must be the beginning of a word of what is found.</summary>
internal static class SearchWords
{
    /// <summary>The most characters of a search that count.</summary>
    public const int MaxText = 100;

    private const int MaxWords = 5;

    /// <summary>The words; none for an empty search.</summary>
    public static IReadOnlyList<string> Of(string? text) =>
        [.. (text ?? "")[..Math.Min(MaxText, text?.Length ?? 0)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MaxWords)];
}
