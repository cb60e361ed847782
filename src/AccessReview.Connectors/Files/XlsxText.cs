using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace AccessReview.Connectors.Files;

/// <summary>Puts the pieces of one text together. It takes no more than makes the text too long for a cell, which is then refused
/// where it stands.</summary>
internal partial struct XlsxText
{
    private string? first;
    private StringBuilder? more;

    public void Add(string piece)
    {
        if (first is null)
        {
            first = piece;
            return;
        }
        more ??= new StringBuilder(first);
        if (more.Length <= TableLimits.FieldChars)
        {
            more.Append(piece);
        }
    }

    public override readonly string ToString() => more?.ToString() ?? first ?? "";

    /// <summary>The text of an si or is element: its runs together, without the reading aids (rPh).</summary>
    public static string Of(XmlReader xml)
    {
        if (xml.IsEmptyElement)
        {
            return "";
        }
        var (depth, text) = (xml.Depth, default(XlsxText));
        var (inText, inAid) = (false, false);
        while (xml.Next() && xml.Depth > depth)
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element when xml.LocalName == "rPh":
                    inAid = !xml.IsEmptyElement;
                    break;
                case XmlNodeType.EndElement when xml.LocalName == "rPh":
                    inAid = false;
                    break;
                case XmlNodeType.Element when xml.LocalName == "t":
                    inText = !xml.IsEmptyElement;
                    break;
                case XmlNodeType.EndElement when xml.LocalName == "t":
                    inText = false;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace
                    when inText && !inAid:
                    text.Add(xml.Value);
                    break;
                default:
                    break;
            }
        }
        return Unescaped(text.ToString());
    }

    /// <summary>Texts of a workbook write characters that XML cannot hold as _x000D_ (ECMA-376, 22.9.2.19). What is no character
    /// when read that way, a NUL or half of one, stays as it is written.</summary>
    public static string Unescaped(string text) => !text.Contains("_x", StringComparison.Ordinal)
        ? text
        : Escaped().Replace(text, escape =>
        {
            var codes = escape.Value.Split("_x", StringSplitOptions.RemoveEmptyEntries).Select(code => (char)ushort.Parse(code.AsSpan(0, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            var characters = string.Concat(codes);
            return characters.Contains('\0') || characters.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar) ? escape.Value : characters;
        });

    [GeneratedRegex("_x[Dd][89ABab][0-9A-Fa-f]{2}__x[Dd][C-Fc-f][0-9A-Fa-f]{2}_|_x[0-9A-Fa-f]{4}_", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Escaped();
}
