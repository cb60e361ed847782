using System.Xml;

namespace AccessReview.Connectors.Files;

/// <summary>Reads one sheet of a workbook, forward only and within a budget of cells.</summary>
internal static class XlsxTable
{
    public static Table Read(byte[] bytes, TableReadOptions options)
    {
        try
        {
            using var zip = XlsxDirectory.Open(bytes);
            var parts = XlsxParts.Find(zip);
            var budget = new CellBudget();
            var texts = XlsxSharedStrings.Read(zip, parts.SharedStrings, budget);
            var styles = XlsxStyles.Read(zip, parts.Styles, budget);
            var names = parts.Sheets.Select(sheet => sheet.Name).ToArray();
            foreach (var sheet in Wanted(parts, options.Sheet))
            {
                var lines = new XlsxSheet(texts, styles, parts.Date1904, budget).Read(zip, sheet.Path);
                if (lines.Count > 0 || options.Sheet is not null)
                {
                    var (headerLine, columns, others) = Heading.Take(lines, options.HeaderLine);
                    return new Table(
                        TableFormat.Xlsx, TableEncoding.Utf8, ByteOrderMark: false, Delimiter: null,
                        sheet.Name, names, headerLine, columns, others);
                }
            }
            throw new TableRefusedException(TableProblemCode.NoHeading, "No visible sheet of the workbook has anything on it.");
        }
        catch (XmlException broken)
        {
            throw XlsxParts.Broken(broken.Message.Contains("DTD", StringComparison.Ordinal)
                ? "a part of it declares a document type (DTD), which is not allowed"
                : $"a part of it is not well-formed XML (line {broken.LineNumber}, position {broken.LinePosition})");
        }
        catch (InvalidDataException)
        {
            throw XlsxDirectory.Unsafe("its zip is damaged");
        }
    }

    private static IEnumerable<XlsxSheetPart> Wanted(XlsxParts parts, string? chosen)
    {
        if (chosen is null)
        {
            return parts.Sheets.Where(sheet => !sheet.Hidden);
        }
        var sheet = parts.Sheets.FirstOrDefault(sheet => string.Equals(sheet.Name, chosen, StringComparison.OrdinalIgnoreCase));
        return sheet is not null
            ? [sheet]
            : throw new TableRefusedException(
                TableProblemCode.NoSuchSheet, $"The workbook has no sheet {CellText.Quote(chosen)}.");
    }
}
