namespace AccessReview.Core;

/// <summary>Texts of other systems where only their beginning is wanted.</summary>
public static class Shortened
{
    /// <summary>The text, or its beginning and "…", together at most so long; no character is cut in two, which neither a database
    /// nor a workbook would take.</summary>
    public static string To(int most, string text)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var keep = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return text[..keep] + "…";
    }
}
