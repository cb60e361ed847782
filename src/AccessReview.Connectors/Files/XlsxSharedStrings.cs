using System.IO.Compression;
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
        while (xml.Next())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "si")
            {
                budget.Spend();
                texts.Add(XlsxText.Of(xml));
            }
        }
        return texts;
    }
}
