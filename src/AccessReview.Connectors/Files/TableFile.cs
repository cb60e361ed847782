namespace AccessReview.Connectors.Files;

/// <summary>Reads an uploaded file as a table, trusting neither its name nor its content.</summary>
public static class TableFile
{
    private static readonly string[] TextEndings = [".csv", ".tsv", ".txt"];

    /// <summary>Reads the whole stream. Nothing is skipped: what is not the heading is a line.</summary>
    /// <param name="content">Read to its end, at most <see cref="TableLimits.FileBytes"/>; of a known length; not closed.</param>
    /// <param name="fileName">Only its ending is looked at, and it must agree with the content.</param>
    /// <param name="options">What a person chose; null to find everything out.</param>
    public static TableResult Read(Stream content, string fileName, TableReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(fileName);
        options ??= new TableReadOptions();
        try
        {
            var bytes = ReadBounded(content);
            return TableResult.Of(IsWorkbook(bytes, fileName)
                ? XlsxTable.Read(bytes, options)
                : CsvTable.Read(bytes, options));
        }
        catch (TableRefusedException refused)
        {
            return TableResult.Of(refused.Problem);
        }
    }

    private static byte[] ReadBounded(Stream content)
    {
        var length = content.Length - content.Position;
        if (length > TableLimits.FileBytes)
        {
            throw new TableRefusedException(
                TableProblemCode.TooLarge, "The file is larger than 25 MB. Export it in parts, or ask for fewer columns.");
        }
        if (length == 0)
        {
            throw new TableRefusedException(TableProblemCode.Empty, "The file is empty: it has 0 bytes.");
        }
        var bytes = new byte[length];
        content.ReadExactly(bytes);
        return bytes;
    }

    private static bool IsWorkbook(byte[] bytes, string fileName)
    {
        var ending = Path.GetExtension(fileName).ToLowerInvariant();
        var isZip = bytes.AsSpan().StartsWith("PK\x03\x04"u8);
        if (ending is ".xlsm" or ".xltm")
        {
            throw new TableRefusedException(
                TableProblemCode.Macros, "The file is a workbook with macros (.xlsm). Save it as .xlsx or as CSV.");
        }
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            throw new TableRefusedException(
                TableProblemCode.NotATable, "The file is an old Excel workbook (.xls) or one with a password. Save it as .xlsx without a password, or as CSV.");
        }
        if (ending != ".xlsx" && !TextEndings.Contains(ending))
        {
            throw new TableRefusedException(
                TableProblemCode.NotATable, $"The file's name ends in \"{Show(ending)}\". A table must be .csv, .tsv, .txt or .xlsx.");
        }
        if (isZip != (ending == ".xlsx"))
        {
            throw new TableRefusedException(
                TableProblemCode.EndingDisagrees,
                isZip
                    ? $"The file's name ends in \"{ending}\" but its content is a zip or an Excel workbook."
                    : "The file's name ends in \".xlsx\" but its content is not an Excel workbook.");
        }
        return isZip;
    }

    private static string Show(string ending) =>
        new([.. ending.Where(c => !char.IsControl(c)).Take(20)]);
}
