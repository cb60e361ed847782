using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using AccessReview.Core.Evidence.Workbook;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>A second reader: reads a workbook's XML as it lies in the package, with no library that knows Excel.</summary>
internal sealed class RawWorkbook : IDisposable
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace Relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private readonly ZipArchive zip;

    internal RawWorkbook(Stream package)
    {
        package.Position = 0;
        zip = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
        var targets = Load("xl/_rels/workbook.xml.rels").Root!.Elements()
            .ToDictionary(r => (string)r.Attribute("Id")!, r => ((string)r.Attribute("Target")!).TrimStart('/'));
        Tabs = Load("xl/workbook.xml").Descendants(Main + "sheet")
            .Select(s => new RawTab((string)s.Attribute("name")!, Load(Entry(targets[(string)s.Attribute(Relation + "id")!]))))
            .ToList();
        Formats = Load("xl/styles.xml").Root!.Element(Main + "cellXfs")!.Elements().ToList();
    }

    internal IReadOnlyList<RawTab> Tabs { get; }

    /// <summary>The formats that a cell's style number points to.</summary>
    internal IReadOnlyList<XElement> Formats { get; }

    internal IReadOnlyList<string> Entries => zip.Entries.Select(e => e.FullName).ToList();

    internal RawTab this[string tab] => Tabs.Single(t => t.Name == tab);

    internal XDocument Load(string entry)
    {
        using var stream = zip.GetEntry(entry)!.Open();
        return XDocument.Load(stream);
    }

    public void Dispose() => zip.Dispose();

    private static string Entry(string target) => target.StartsWith("xl/", StringComparison.Ordinal) ? target : "xl/" + target;
}

/// <summary>One tab: its cells by reference, as they are stored.</summary>
internal sealed class RawTab(string name, XDocument sheet)
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private readonly Dictionary<string, XElement> cells = sheet.Descendants(Main + "c").ToDictionary(c => (string)c.Attribute("r")!);

    internal string Name => name;

    internal XDocument Xml => sheet;

    /// <summary>The references of all cells.</summary>
    internal IEnumerable<string> Cells => cells.Keys;

    internal XElement? Cell(string reference) => cells.GetValueOrDefault(reference);

    /// <summary>What the cell says; null where there is none.</summary>
    internal string? Text(string reference) => Cell(reference) is { } cell
        ? (string?)cell.Element(Main + "v") ?? (string?)cell.Element(Main + "is")?.Element(Main + "t")
        : null;

    internal string? Formula(string reference) => (string?)Cell(reference)?.Element(Main + "f");

    internal string? Type(string reference) => (string?)Cell(reference)?.Attribute("t");

    internal int Style(string reference) => (int)Cell(reference)!.Attribute("s")!;

    /// <summary>As a reader undoes what the workbook does to a text: the escaped underscore, and the apostrophe before what begins like a formula.</summary>
    internal static string Unwritten(string? text)
    {
        var said = text!.Replace("_x005F_", "_", StringComparison.Ordinal);
        return said.StartsWith('\'') && SafeText.Disarm(said[1..]) == said ? said[1..] : said;
    }

    /// <summary>A date or an instant as the cell holds it: in days.</summary>
    internal static double Day(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);

    /// <summary>The headings from left to right.</summary>
    internal IReadOnlyList<string> Headers =>
        [.. sheet.Descendants(Main + "row").Single(r => (int)r.Attribute("r")! == 2).Elements(Main + "c").Select(c => Text((string)c.Attribute("r")!)!)];

    /// <summary>What a column says, row by row; null where a cell is blank.</summary>
    internal IEnumerable<string?> Column(string header) => Rows().Select(r => r.GetValueOrDefault(header));

    /// <summary>The rows below the headings; a blank cell has no entry.</summary>
    internal IEnumerable<IReadOnlyDictionary<string, string?>> Rows()
    {
        var headers = Headers;
        foreach (var row in sheet.Descendants(Main + "row").Where(r => (int)r.Attribute("r")! > 2))
        {
            yield return row.Elements(Main + "c").ToDictionary(c => headers[Index((string)c.Attribute("r")!)], c => Text((string)c.Attribute("r")!));
        }
    }

    private static int Index(string reference) => reference.TakeWhile(char.IsAsciiLetter).Aggregate(0, (n, c) => (n * 26) + c - 'A' + 1) - 1;

    /// <summary>How many lines stand below the headings.</summary>
    internal int RowCount => sheet.Descendants(Main + "row").Count(r => (int)r.Attribute("r")! > 2);
}
