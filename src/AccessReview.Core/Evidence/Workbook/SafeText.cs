using System.Buffers;
using System.Globalization;

namespace AccessReview.Core.Evidence.Workbook;

/// <summary>Text made fit for a cell, without changing what it says; what must go is replaced or named.</summary>
internal static class SafeText
{
    /// <summary>Excel refuses a cell of more than 32,767 characters; the rest is left for the marker.</summary>
    internal const int MaxLength = 32_700;

    /// <summary>Excel's limit of line feeds in one cell.</summary>
    internal const int MaxLineFeeds = 253;

    /// <summary>
    /// First characters that make a spreadsheet read a field as a formula when it is saved as CSV and opened again:
    /// OWASP's list, and the full-width signs that some editions treat alike.
    /// </summary>
    private static readonly SearchValues<char> Dangerous = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    /// <summary>All that cannot stay: C0 controls but tab and line feed, surrogates to be checked, non-characters.</summary>
    private static readonly SearchValues<char> Suspicious = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(c => c is not ('\t' or '\n')).Select(c => (char)c),
         .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c), '\uFFFE', '\uFFFF']);

    /// <summary>
    /// The text with an apostrophe before it, where it begins like a formula. Excel's quote prefix would be invisible, and is lost when
    /// the sheet is saved as CSV. One apostrophe too many before such a text is always ours, so that the text can be told from what is printed.
    /// </summary>
    internal static string Disarm(string text) => StartsLikeFormula(text) ? "'" + text : text;

    /// <summary>The text as a cell prints it.</summary>
    internal static string Printed(string text) => Disarm(Clean(text));

    private static bool StartsLikeFormula(string text)
    {
        var first = text.AsSpan().TrimStart(" '");
        return first.Length > 0 && Dangerous.Contains(first[0]);
    }

    /// <summary>The text with line ends as line feeds, without control characters, and cut with a marker.</summary>
    internal static string Clean(string text)
    {
        var clean = text.AsSpan().IndexOfAny(Suspicious) < 0 ? text : WithoutControls(text);
        var keep = clean.Length > MaxLength ? MaxLength : clean.Length;
        if (keep > MaxLineFeeds)
        {
            keep = EndOfAllowedLines(clean, keep);
        }

        if (keep == clean.Length)
        {
            return clean;
        }

        if (char.IsHighSurrogate(clean[keep - 1]))
        {
            keep--;
        }

        return string.Create(
            CultureInfo.InvariantCulture, $"{clean.AsSpan(0, keep)}…[cut: {clean.Length - keep} chars, see events.jsonl]");
    }

    private static int EndOfAllowedLines(string text, int length)
    {
        var feeds = 0;
        for (var i = text.IndexOf('\n'); i >= 0 && i < length; i = text.IndexOf('\n', i + 1))
        {
            if (++feeds > MaxLineFeeds)
            {
                return i;
            }
        }

        return length;
    }

    private static string WithoutControls(string text)
    {
        var clean = new char[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r')
            {
                if (i + 1 == text.Length || text[i + 1] != '\n')
                {
                    clean[length++] = '\n';
                }
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                clean[length++] = c;
                clean[length++] = text[++i];
            }
            else if (char.IsSurrogate(c) || c is '\uFFFE' or '\uFFFF')
            {
                clean[length++] = '\uFFFD';
            }
            else if (c >= ' ' || c is '\t' or '\n')
            {
                clean[length++] = c;
            }
        }

        return new string(clean, 0, length);
    }
}
