using System.IO.Compression;
using System.Xml;

namespace AccessReview.Connectors.Files;

/// <summary>One sheet of a workbook.</summary>
internal sealed record XlsxSheetPart(string Name, string Path, bool Hidden);

/// <summary>Where the parts of a workbook are: its sheets, shared texts and styles.</summary>
internal sealed record XlsxParts(IReadOnlyList<XlsxSheetPart> Sheets, bool Date1904, string? SharedStrings, string? Styles)
{
    private const int MostSheets = 100, MostName = 60;

    /// <summary>A forward-only reader over a part; a DTD in it throws.</summary>
    public static XmlReader Open(ZipArchive zip, string path) =>
        zip.GetEntry(path) is { } entry
            ? XlsxXml.Open(entry.Open())
            : throw Broken($"the part {CellText.Quote(path)} is missing");

    public static XlsxParts Find(ZipArchive zip)
    {
        var workbook = Relations(zip, "_rels/.rels", "").FirstOrDefault(r => r.Kind == "officeDocument").Target
            ?? throw Broken("it names no workbook");
        var slash = workbook.LastIndexOf('/') + 1;
        var folder = workbook[..slash];
        var relations = Relations(zip, $"{folder}_rels/{workbook[slash..]}.rels", folder);
        var targets = relations.ToLookup(relation => relation.Id, relation => relation.Target);
        var sheets = new List<XlsxSheetPart>();
        var date1904 = false;
        using var xml = Open(zip, workbook);
        while (xml.Next())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "workbookPr")
            {
                date1904 = xml.GetAttribute("date1904") is "1" or "true";
            }
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "sheet" && sheets.Count < MostSheets)
            {
                var id = RelationId(xml);
                var name = CellText.Cut(xml.GetAttribute("name") ?? "", MostName);
                var hidden = xml.GetAttribute("state") is "hidden" or "veryHidden";
                if (targets[id].FirstOrDefault() is { } path)
                {
                    sheets.Add(sheets.Exists(other => other.Path == path)
                        ? throw Broken($"the part {CellText.Quote(path)} is used twice, for two sheets")
                        : new XlsxSheetPart(name, path, hidden));
                }
            }
        }
        return new XlsxParts(
            sheets.Count > 0 ? sheets : throw Broken("it has no sheet"),
            date1904,
            relations.FirstOrDefault(relation => relation.Kind == "sharedStrings").Target,
            relations.FirstOrDefault(relation => relation.Kind == "styles").Target);
    }

    /// <summary>The id attribute lives in one of two namespaces (transitional or strict), so its name decides.</summary>
    private static string RelationId(XmlReader xml)
    {
        var id = "";
        while (xml.MoveToNextAttribute())
        {
            if (xml.LocalName == "id" && xml.NamespaceURI.Length > 0)
            {
                id = xml.Value;
            }
        }
        xml.MoveToElement();
        return id;
    }

    private static List<(string Id, string Kind, string Target)> Relations(ZipArchive zip, string path, string folder)
    {
        var relations = new List<(string, string, string)>();
        using var xml = Open(zip, path);
        while (xml.Next())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "Relationship"
                && xml.GetAttribute("TargetMode") != "External")
            {
                var kind = xml.GetAttribute("Type") ?? "";
                var target = xml.GetAttribute("Target") ?? "";
                relations.Add((
                    xml.GetAttribute("Id") ?? "",
                    kind[(kind.LastIndexOf('/') + 1)..],
                    target.StartsWith('/') ? target[1..] : folder + target));
            }
        }
        return relations;
    }

    public static TableRefusedException Broken(string why) =>
        new(TableProblemCode.BrokenWorkbook, $"The workbook cannot be understood: {why}. Save it again in Excel, or as CSV.");
}
