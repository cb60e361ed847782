using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace AccessReview.Core.Evidence.Workbook;

/// <summary>
/// Writes a workbook from its description: the template's package is copied into a new one while the rows are
/// streamed, in constant memory. Equal content makes equal bytes.
/// </summary>
public static class EvidenceWorkbook
{
    private const string PropertiesName = "docProps/core.psmdcp";

    private static readonly XmlWriterSettings Plain = new() { Encoding = new UTF8Encoding(false), CloseOutput = false, Async = true };

    /// <summary>Writes the workbook.</summary>
    /// <param name="contents">What to write.</param>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="progress">Told the rows written so far, every few thousand.</param>
    /// <param name="ct">Stops the writing; the output is then of no use.</param>
    /// <exception cref="InvalidOperationException">
    /// A sheet's source gave another number of rows than was counted, or a tie-out names what is not there.
    /// </exception>
    public static async Task WriteAsync(
        WorkbookContents contents, Stream output, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        var sheets = contents.Sheets.Append(DataDictionary.Of(contents.Sheets));
        SheetPart[] parts = [.. sheets.SelectMany(s => SheetPart.Of(s, contents.RowsPerSheet))];
        var tieOuts = new TieOutCounts(contents.TieOuts, parts);
        using var template = new TemplatePackage(WorkbookTemplate.Make(contents, parts), parts);
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var entry in template.Others.OrderBy(e => e.FullName, StringComparer.Ordinal))
        {
            Copy(template, entry.FullName, parts, zip);
        }

        var rows = new RowCounter(progress);
        // What tie-outs count is written first: their formulas carry the number that was really written.
        foreach (var tabs in template.Tabs.GroupBy(t => t.Part.Sheet).OrderBy(t => t.Key.Columns.Any(c => c.Kind == CellKind.Mixed)))
        {
            await using var cursor = tabs.Key.Open(ct);
            foreach (var (entry, part) in tabs.OrderBy(t => t.Part.Number))
            {
                await WriteTabAsync(template, entry, part, contents, tieOuts, cursor, zip, rows);
            }

            if (await cursor.MoveNextAsync())
            {
                throw new InvalidOperationException(
                    $"The sheet \"{tabs.Key.Name}\" has more rows than the {tabs.Key.RowCount} that were counted.");
            }

            tieOuts.Finish(tabs.Key);
        }
    }

    private static void Copy(TemplatePackage template, string entry, SheetPart[] parts, ZipArchive zip)
    {
        var document = template.Load(entry);
        if (entry.StartsWith("xl/tables/", StringComparison.Ordinal))
        {
            var part = parts.Single(p => p.TableName == (string)document.Root!.Attribute("name")!);
            document.Root!.SetAttributeValue("ref", part.TableReference);
            document.Root.Element(TemplatePackage.Main + "autoFilter")!.SetAttributeValue("ref", part.TableReference);
        }

        if (entry == "_rels/.rels")
        {
            NameEvenly(document);
        }

        using var stream = zip.AddEntry(IsProperties(entry) ? PropertiesName : entry).Open();
        using var xml = XmlWriter.Create(stream, Plain);
        document.Save(xml);
    }

    private static bool IsProperties(string entry) => entry.EndsWith(".psmdcp", StringComparison.Ordinal);

    /// <summary>The package gives its own parts new names and ids each time it is written.</summary>
    private static void NameEvenly(XDocument relations)
    {
        var number = 1;
        foreach (var relation in relations.Root!.Elements())
        {
            relation.SetAttributeValue("Id", string.Create(CultureInfo.InvariantCulture, $"rId{number++}"));
            if (IsProperties((string)relation.Attribute("Target")!))
            {
                relation.SetAttributeValue("Target", "/" + PropertiesName);
            }
        }
    }

    private static async Task WriteTabAsync(
        TemplatePackage template, string entry, SheetPart part, WorkbookContents contents, TieOutCounts tieOuts,
        SheetCursor cursor, ZipArchive zip, RowCounter rows)
    {
        var tab = template.Load(entry).Root!;
        await using var stream = new BufferedStream(zip.AddEntry(entry).Open(), 1 << 16);
        await using var xml = XmlWriter.Create(stream, Plain);
        xml.WriteStartDocument();
        xml.WriteStartElement("worksheet", RowXml.Main);
        foreach (var element in tab.Elements())
        {
            if (element.Name == TemplatePackage.Main + "sheetData")
            {
                xml.WriteStartElement("sheetData", RowXml.Main);
                await WriteRowsAsync(template, part, contents, tieOuts, cursor, xml, rows);
                xml.WriteEndElement();
                continue;
            }

            if (element.Name == TemplatePackage.Main + "dimension")
            {
                element.SetAttributeValue("ref", part.TableReference.Replace("A2:", "A1:", StringComparison.Ordinal));
            }

            WithoutPrefix(element).WriteTo(xml);
        }

        xml.WriteEndElement();
    }

    private static async Task WriteRowsAsync(
        TemplatePackage template, SheetPart part, WorkbookContents contents, TieOutCounts tieOuts,
        SheetCursor cursor, XmlWriter xml, RowCounter rows)
    {
        var rowXml = new RowXml(xml, template.Styles, part.Sheet, tieOuts);
        rowXml.Notice(part.Notice(contents.Notice, contents.MadeAt));
        rowXml.Headings(SheetPart.FirstLine - 1);
        var watch = tieOuts.WatcherOf(part.Sheet);
        for (var i = 0; i < part.RowCount; i++)
        {
            if (!await cursor.MoveNextAsync())
            {
                throw new InvalidOperationException(
                    $"The sheet \"{part.Sheet.Name}\" ended after {part.FirstRow + i} of the {part.Sheet.RowCount} rows that were counted.");
            }

            rowXml.Row(SheetPart.FirstLine + i, cursor);
            rows.Add();
            watch?.Invoke(cursor);
        }
    }

    /// <summary>ClosedXML writes a prefix at every element; a million rows do without.</summary>
    private static XElement WithoutPrefix(XElement element)
    {
        element.DescendantsAndSelf().Attributes().Where(a => a.IsNamespaceDeclaration && a.Value == RowXml.Main).Remove();
        return element;
    }
}

/// <summary>Tells the progress of a workbook now and then.</summary>
internal sealed class RowCounter(IProgress<long>? progress)
{
    private long _rows;

    internal void Add()
    {
        if (++_rows % 5000 == 0)
        {
            progress?.Report(_rows);
        }
    }
}
