namespace AccessReview.Connectors.Files;

/// <summary>Words that stand in a cell to say that there is none of what its column holds. Not "NA", which may be a region's name.</summary>
internal static class NoneWords
{
    private const int Longest = 10;

    private static readonly HashSet<string> Words =
        [.. "-|–|—|--|n/a|#n/a|null|none|keine|aucun|aucune|ninguno|geen|nessuno|nessuna".Split('|').Select(CellText.Key)];

    /// <summary>Whether the text is one of them.</summary>
    public static bool IsOne(string text) => text.Length <= Longest && Words.Contains(CellText.Key(text));
}
