using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace AccessReview.Connectors.Files;

/// <summary>What a number format makes of a number, as far as a table needs it.</summary>
/// <param name="IsDate">The number is a day and time.</param>
/// <param name="Zeros">Digits the number is filled up to with zeros ("000000"), or 0.</param>
internal readonly record struct XlsxFormat(bool IsDate, int Zeros)
{
    /// <summary>Reads a format code such as <c>dd.mm.yyyy</c> or <c>000000</c>.</summary>
    public static XlsxFormat Of(string code)
    {
        if (code.Length is > 0 and <= 30 && code.All(c => c == '0'))
        {
            return new XlsxFormat(IsDate: false, code.Length);
        }
        var section = code.Split(';')[0];
        for (var i = 0; i < section.Length; i++)
        {
            switch (section[i])
            {
                case '"':
                    i = End(section, '"', i);
                    break;
                case '[':
                    i = End(section, ']', i);
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case 'y' or 'Y' or 'm' or 'M' or 'd' or 'D' or 'h' or 'H' or 's' or 'S':
                    return new XlsxFormat(IsDate: true, 0);
                default:
                    break;
            }
        }
        return default;
    }

    /// <summary>The formats every workbook knows without writing them down (ECMA-376, 18.8.30).</summary>
    public static XlsxFormat BuiltIn(int id) =>
        new(id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58), 0);

    private static int End(string text, char closing, int from) =>
        text.IndexOf(closing, from + 1) is >= 0 and var end ? end : text.Length;
}

/// <summary>The number formats of a workbook's cell styles, by style number.</summary>
internal static class XlsxStyles
{
    public static List<XlsxFormat> Read(ZipArchive zip, string? path, CellBudget budget)
    {
        var formats = new List<XlsxFormat>();
        if (path is null)
        {
            return formats;
        }
        var own = new Dictionary<int, XlsxFormat>();
        var inCells = false;
        using var xml = XlsxParts.Open(zip, path);
        while (xml.Next())
        {
            if (xml.LocalName == "cellXfs")
            {
                inCells = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            }
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "numFmt")
            {
                budget.Spend();
                own[Number(xml, "numFmtId")] = XlsxFormat.Of(xml.GetAttribute("formatCode") ?? "");
            }
            else if (inCells && xml.NodeType == XmlNodeType.Element && xml.LocalName == "xf")
            {
                budget.Spend();
                var id = Number(xml, "numFmtId");
                formats.Add(own.TryGetValue(id, out var format) ? format : XlsxFormat.BuiltIn(id));
            }
        }
        return formats;
    }

    private static int Number(XmlReader xml, string attribute) =>
        int.TryParse(xml.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
