using System.IO.Compression;
using System.Security;
using System.Text;

namespace AccessReview.Connectors.Files;

/// <summary>Writes workbooks part by part, so that a test can also write what Excel never would.</summary>
internal sealed class Workbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    public Dictionary<string, byte[]> Parts { get; } = new(StringComparer.Ordinal)
    {
        ["[Content_Types].xml"] = Utf8("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
        ["_rels/.rels"] = Relations(("rId1", "officeDocument", "xl/workbook.xml")),
    };

    /// <summary>Sheets of rows in sheet XML, such as <c>&lt;row r="1"&gt;…</c>.</summary>
    public static Workbook OfXml(params (string Name, string Rows)[] sheets)
    {
        var workbook = new Workbook();
        var list = string.Concat(sheets.Select((s, i) => $"<sheet name=\"{s.Name}\" sheetId=\"{i + 1}\" r:id=\"rId{i + 1}\"/>"));
        workbook.Parts["xl/workbook.xml"] = Utf8($"<workbook xmlns=\"{Main}\" xmlns:r=\"{Rel}\"><sheets>{list}</sheets></workbook>");
        var relations = sheets.Select((_, i) => ($"rId{i + 1}", "worksheet", $"worksheets/sheet{i + 1}.xml"))
            .Append(("rIdT", "sharedStrings", "sharedStrings.xml")).Append(("rIdS", "styles", "/xl/styles.xml"));
        workbook.Parts["xl/_rels/workbook.xml.rels"] = Relations([.. relations]);
        workbook.Parts["xl/sharedStrings.xml"] = Utf8($"<sst xmlns=\"{Main}\"/>");
        workbook.Styles("");
        for (var i = 0; i < sheets.Length; i++)
        {
            workbook.Parts[$"xl/worksheets/sheet{i + 1}.xml"] =
                Utf8($"<worksheet xmlns=\"{Main}\"><sheetData>{sheets[i].Rows}</sheetData></worksheet>");
        }
        return workbook;
    }

    public static Workbook OfTexts(params string[][] rows) => OfXml(("Sheet1", string.Concat(rows.Select((row, i) =>
        $"<row r=\"{i + 1}\">{string.Concat(row.Select(text => $"<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>"))}</row>"))));

    /// <summary>Number formats by style number: 0 is General, then these.</summary>
    public Workbook Styles(string numFmts, params int[] styles)
    {
        Parts["xl/styles.xml"] = Utf8(
            $"<styleSheet xmlns=\"{Main}\"><numFmts>{numFmts}</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>" +
            $"<cellXfs><xf numFmtId=\"0\"/>{string.Concat(styles.Select(id => $"<xf numFmtId=\"{id}\"/>"))}</cellXfs></styleSheet>");
        return this;
    }

    public Workbook Shared(string items)
    {
        Parts["xl/sharedStrings.xml"] = Utf8($"<sst xmlns=\"{Main}\">{items}</sst>");
        return this;
    }

    public Workbook With(string name, byte[] content)
    {
        Parts[name] = content;
        return this;
    }

    /// <summary>Hides a sheet, counted from 1.</summary>
    public Workbook Hide(int sheet)
    {
        Parts["xl/workbook.xml"] = Utf8(Encoding.UTF8.GetString(Parts["xl/workbook.xml"])
            .Replace($"sheetId=\"{sheet}\"", $"sheetId=\"{sheet}\" state=\"veryHidden\"", StringComparison.Ordinal));
        return this;
    }

    /// <summary>The workbook without a part that others point to.</summary>
    public byte[] Drop(string part)
    {
        Parts.Remove(part);
        return ToBytes();
    }

    public byte[] ToBytes(CompressionLevel level = CompressionLevel.Fastest)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in Parts)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Relations(params (string Id, string Kind, string Target)[] relations) => Utf8(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" +
        string.Concat(relations.Select(r => $"<Relationship Id=\"{r.Id}\" Type=\"{Rel}/{r.Kind}\" Target=\"{r.Target}\"/>")) + "</Relationships>");
}
