using System.IO.Compression;
using System.Text;
using System.Xml;

namespace AccessReview.Connectors.Files;

/// <summary>The texts that cells of a workbook refer to by number.</summary>
internal static class XlsxSharedStrings
{
    public static List<string> Read(ZipArchive zip, string? path, CellBudget budget)
    {
        var texts = new List<string>();
        if (path is null)
        {
            return texts;
        }
        using var xml = XlsxParts.Open(zip, path);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "si")
            {
                budget.Spend();
                texts.Add(Text(xml));
            }
        }
        return texts;
    }

    /// <summary>The text of an si or is element: its runs together, without the reading aids (rPh).</summary>
    public static string Text(XmlReader xml)
    {
        if (xml.IsEmptyElement)
        {
            return "";
        }
        var (depth, first, more) = (xml.Depth, "", (StringBuilder?)null);
        var (inText, inAid) = (false, false);
        while (xml.Read() && xml.Depth > depth)
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
                    if (first.Length == 0)
                    {
                        first = xml.Value;
                    }
                    else
                    {
                        (more ??= new StringBuilder(first)).Append(xml.Value);
                    }
                    break;
                default:
                    break;
            }
        }
        return more?.ToString() ?? first;
    }
}
