using System.Buffers;
using System.Globalization;
using System.Text;

namespace AccessReview.Connectors.Files;

/// <summary>Cell text as records keep it, and as the reader compares it.</summary>
internal static class CellText
{
    private const string MailProtocol = "smtp:";
    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(c => (char)c), '\x7f']);

    private static readonly SearchValues<char> White = SearchValues.Create([.. Enumerable.Range(0, char.MaxValue).Select(c => (char)c).Where(char.IsWhiteSpace)]);

    /// <summary>Trimmed; tabs and line breaks become one space, other C0 controls go. Everything else is kept as it is.</summary>
    public static string Clean(string text)
    {
        if (text.AsSpan().IndexOfAny(Controls) < 0)
        {
            return text.Trim();
        }
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\t' or '\n' or '\r')
            {
                if (clean.Length > 0 && clean[^1] != ' ')
                {
                    clean.Append(' ');
                }
            }
            else if (!Controls.Contains(c))
            {
                clean.Append(c);
            }
        }
        return clean.ToString().Trim();
    }

    /// <summary>What two texts have in common when they mean the same key: NFKC, invariant upper case, white space trimmed and single.</summary>
    public static string Key(string text)
    {
        var normal = Ascii.IsValid(text) ? text : Whole(text).Normalize(NormalizationForm.FormKC);
        var upper = normal.Trim().ToUpperInvariant();
        return upper.AsSpan().IndexOfAny(White) < 0 ? upper : string.Join(' ', upper.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Lower case, without diacritics.</summary>
    public static string Plain(string text) =>
        new([.. Whole(text).Normalize(NormalizationForm.FormD)
            .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            .Select(char.ToLowerInvariant)]);

    /// <summary>U+FFFE is no character and has no normal form, which would throw.</summary>
    private static string Whole(string text) => text.Replace('\ufffe', '\ufffd');

    /// <summary>An address without the protocol that directories write before it: <c>SMTP:ada@example.com</c>.</summary>
    public static string Mailbox(string address) => address.StartsWith(MailProtocol, StringComparison.OrdinalIgnoreCase) ? address[MailProtocol.Length..] : address;

    /// <summary>For sentences: quoted, one line, at most 60 characters.</summary>
    public static string Quote(string text) => $"\"{Cut(Clean(text), 60)}\"";

    /// <summary>At most so many characters, and a sign that there were more; none is cut in two.</summary>
    public static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "…";

    /// <summary>Without the characters that have no shape of their own (zero width, direction): in an address they are a slip of
    /// copying, and would make it another one that looks the same.</summary>
    public static string Visible(string text) => Ascii.IsValid(text)
        ? text
        : string.Concat(text.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format));
}
