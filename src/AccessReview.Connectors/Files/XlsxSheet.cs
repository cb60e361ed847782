using System.Globalization;
using System.IO.Compression;
using System.Xml;
using AccessReview.Connectors.Packed;

namespace AccessReview.Connectors.Files;

/// <summary>The rows of one sheet that have anything on them.</summary>
internal sealed class XlsxSheet(List<string> texts, List<XlsxFormat> styles, bool date1904, CellBudget budget)
{
    private readonly PackedList<TableLine, PackedRow> lines = new();
    private readonly List<string> cells = [];
    private readonly XlsxMerges merged = new();
    private int row;

    public XlsxRows Read(ZipArchive zip, string path)
    {
        using var xml = XlsxParts.Open(zip, path);
        var column = 0;
        while (xml.Next())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "row")
            {
                EndRow();
                row = NextRow(xml.GetAttribute("r"));
                column = 0;
            }
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "c")
            {
                budget.Spend();
                column = Column(xml.GetAttribute("r"), column);
                Put(column, ReadCell(xml, column));
            }
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "mergeCell")
            {
                budget.Spend();
                merged.Add(xml.GetAttribute("ref") ?? "");
            }
        }
        EndRow();
        return new XlsxRows(lines, merged);
    }

    private int NextRow(string? reference)
    {
        if (!int.TryParse(reference, NumberStyles.None, CultureInfo.InvariantCulture, out var next))
        {
            return row + 1;
        }
        return next > row ? next : throw XlsxParts.Broken($"row {next} comes after row {row}");
    }

    /// <summary>The column (from 1) of a reference such as "AB12", or the one after the last.</summary>
    private static int Column(string? reference, int last)
    {
        var column = 0;
        foreach (var c in reference ?? "")
        {
            if (c is not (>= 'A' and <= 'Z'))
            {
                break;
            }
            column = (Math.Min(column, 100_000) * 26) + (c - 'A' + 1);
        }
        return column > 0 ? column : last + 1;
    }

    private void Put(int column, string text)
    {
        if (text.Length == 0)
        {
            return;
        }
        budget.Spend(text);
        if (column > TableLimits.Columns)
        {
            throw new TableRefusedException(
                TableProblemCode.TooManyColumns,
                $"Row {row} has a value in column {column}; at most {TableLimits.Columns} can be read. Delete the columns that are not needed.");
        }
        if (text.Length > TableLimits.FieldChars)
        {
            throw new TableRefusedException(
                TableProblemCode.FieldTooLong,
                $"Row {row}, column {column} holds more than {TableLimits.FieldChars} characters. Shorten it, or delete the column if it is not needed.");
        }
        while (cells.Count < column)
        {
            cells.Add("");
        }
        cells[column - 1] = text;
    }

    private void EndRow()
    {
        if (cells.TrueForAll(string.IsNullOrWhiteSpace))
        {
            cells.Clear();
            return;
        }
        lines.Add(new TableLine(row, [.. cells], default, brokenQuotes: false));
        cells.Clear();
        if (lines.Count > TableLimits.Lines)
        {
            throw new TableRefusedException(
                TableProblemCode.TooManyLines, $"The sheet has more than {TableLimits.Lines} rows. Save it in parts.");
        }
    }

    private string ReadCell(XmlReader xml, int column)
    {
        var type = xml.GetAttribute("t");
        var style = int.TryParse(xml.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out var s) ? s : -1;
        if (xml.IsEmptyElement)
        {
            return "";
        }
        var (depth, text, value) = (xml.Depth, "", default(XlsxText));
        var (inValue, isFormula) = (false, false);
        while (xml.Next() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "is")
            {
                text = XlsxText.Of(xml);
            }
            else if (xml.LocalName == "v")
            {
                inValue = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            }
            else if (xml.LocalName == "f")
            {
                isFormula = true;
            }
            else if (inValue && xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
            {
                value.Add(xml.Value);
            }
        }
        text = value.ToString() is { Length: > 0 } given ? given : text;
        if (isFormula && text.Length == 0 && type != "str")
        {
            throw XlsxParts.Broken($"row {row}, column {column} holds a formula without its result");
        }
        return type switch
        {
            "s" => Shared(text, column),
            "b" => text.Trim() == "1" ? "TRUE" : "FALSE",
            "str" => XlsxText.Unescaped(text),
            "inlineStr" or "e" or "d" => text,
            _ => XlsxNumber.Text(text, style >= 0 && style < styles.Count ? styles[style] : default, date1904),
        };
    }

    private string Shared(string text, int column) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < texts.Count
            ? texts[index]
            : throw XlsxParts.Broken($"row {row}, column {column} refers to a text that does not exist");
}
