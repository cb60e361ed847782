namespace AccessReview.Connectors.Files;

/// <summary>Words that stand in date columns instead of a date.</summary>
internal static class DateWords
{
    private static readonly HashSet<string> NeverUsed =
        [.. "never|never logged in|never signed in|never active|nie|noch nie|niemals|jamais|nunca|nooit|mai".Split('|').Select(CellText.Key)];

    private static readonly HashSet<string> NotKnown = [.. "na|unknown|unbekannt|inconnu|desconocido|onbekend|sconosciuto".Split('|').Select(CellText.Key)];

    /// <summary>Says that the account was never used.</summary>
    public static bool IsNever(string text) => NeverUsed.Contains(CellText.Key(text));

    /// <summary>Says that no date is known or set.</summary>
    public static bool IsNothing(string text) => NoneWords.IsOne(text) || NotKnown.Contains(CellText.Key(text));

    /// <summary>Either of them.</summary>
    public static bool IsWord(string text) => text.Length <= 20 && (IsNever(text) || IsNothing(text));
}
