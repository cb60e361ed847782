using System.Globalization;
using System.Text;

namespace AccessReview.Core;

/// <summary>Companion keys of text, made in C# so that both databases compare alike.</summary>
public static class TextKey
{
    /// <summary>The key by which two texts are the same: NFKC, invariant upper case, trimmed, inner white space single.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        if (IsPlain(text))
        {
            return text.ToUpperInvariant();
        }

        var normal = Normalize(text, NormalizationForm.FormKC);
        return string.Join(' ', normal.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The key by which lists are sorted and names are searched: as <see cref="Of"/>, without diacritics, and with plain letters for those that
    /// have no such parts, as Ł and ß. Of a key it is that key.</summary>
    public static string Sort(string? text)
    {
        var key = FormerSort(text);
        if (Ascii.IsValid(key))
        {
            return key;
        }

        var plain = new StringBuilder(key.Length);
        foreach (var c in key)
        {
            plain.Append(PlainOf(c) ?? c.ToString());
        }

        return plain.ToString();
    }

    /// <summary>That key as releases of before made it, with Ł, ß and their like as they are: records that they read are still looked up by it.</summary>
    public static string FormerSort(string? text)
    {
        var key = Of(text);
        if (Ascii.IsValid(key))
        {
            return key;
        }

        var decomposed = Normalize(key, NormalizationForm.FormKD);
        var plain = new StringBuilder(decomposed.Length);
        foreach (var c in decomposed)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(c);
            }
        }

        return plain.ToString();
    }

    /// <summary>The beginning of that key, as much as a column keeps: letters taken apart may be more than the text they come from. No
    /// character is cut in two.</summary>
    public static string Sort(string? text, int most) => Begin(Sort(text), most);

    /// <summary>The beginning of the key of before, as much as a column keeps.</summary>
    public static string FormerSort(string? text, int most) => Begin(FormerSort(text), most);

    private static string Begin(string key, int most) => key.Length <= most ? key : key[..(char.IsHighSurrogate(key[most - 1]) ? most - 1 : most)];

    // Capital letters that no normal form takes apart, as people type them who do not have them. There is no capital of the dotless i.
    private static string? PlainOf(char letter) => letter switch
    {
        'Ł' => "L",
        'Ø' => "O",
        'Đ' or 'Ð' => "D",
        'Ħ' => "H",
        'ı' => "I",
        'ß' or 'ẞ' => "SS",
        'Æ' => "AE",
        'Œ' => "OE",
        'Þ' => "TH",
        _ => null,
    };

    // ASCII with single spaces inside: nothing to normalise, and nearly all text of an import is.
    private static bool IsPlain(string text)
    {
        var before = ' ';
        foreach (var c in text)
        {
            if (c is < ' ' or > '~' || (c == ' ' && before == ' '))
            {
                return false;
            }

            before = c;
        }

        return before != ' ';
    }

    // Half a character and U+FFFE have no normal form: asking for it throws. They are replaced, as an encoder would.
    private static string Normalize(string text, NormalizationForm form)
    {
        var whole = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        return whole.Replace('\ufffe', '\ufffd').Normalize(form);
    }
}
