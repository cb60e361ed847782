using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;

namespace AccessReview.Core.Evidence.Workbook;

/// <summary>Reads what the template's package is made of: which entry is which tab, and which number is which style.</summary>
internal sealed class TemplatePackage : IDisposable
{
    internal static readonly XNamespace Main = RowXml.Main;
    private static readonly XNamespace Relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private readonly ZipArchive _zip;
    private readonly Dictionary<string, SheetPart> _tabs = new(StringComparer.Ordinal);

    internal TemplatePackage(Stream package, IReadOnlyList<SheetPart> parts)
    {
        _zip = new ZipArchive(package, ZipArchiveMode.Read);
        var targets = Load("xl/_rels/workbook.xml.rels").Root!.Elements()
            .ToDictionary(r => (string)r.Attribute("Id")!, r => ((string)r.Attribute("Target")!).TrimStart('/'), StringComparer.Ordinal);
        foreach (var tab in Load("xl/workbook.xml").Descendants(Main + "sheet"))
        {
            var target = targets[(string)tab.Attribute(Relation + "id")!];
            var entry = target.StartsWith("xl/", StringComparison.Ordinal) ? target : "xl/" + target;
            _tabs.Add(entry, parts.Single(p => p.TabName == (string)tab.Attribute("name")!));
        }

        var shown = Load(_tabs.Keys.First()).Descendants(Main + "row")
            .Single(r => (int)r.Attribute("r")! == SheetPart.FirstLine).Elements(Main + "c").ToList();
        Styles = [.. shown.Take(Enum.GetValues<CellStyle>().Length).Select(c => (string?)c.Attribute("s") ?? "0")];
    }

    /// <summary>The number of each <see cref="CellStyle"/> in this package.</summary>
    internal string[] Styles { get; }

    /// <summary>The entries that are not tabs, in their order.</summary>
    internal IEnumerable<ZipArchiveEntry> Others => _zip.Entries.Where(e => !_tabs.ContainsKey(e.FullName));

    /// <summary>The entry of each tab.</summary>
    internal IEnumerable<(string Entry, SheetPart Part)> Tabs => _tabs.Select(t => (t.Key, t.Value));

    internal XDocument Load(string entry)
    {
        using var stream = _zip.GetEntry(entry)!.Open();
        return XDocument.Load(stream);
    }

    public void Dispose() => _zip.Dispose();
}
