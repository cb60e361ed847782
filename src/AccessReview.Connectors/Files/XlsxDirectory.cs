using System.IO.Compression;

namespace AccessReview.Connectors.Files;

/// <summary>
/// Checks a workbook's zip before anything in it is parsed. The sizes it declares may lie,
/// so every entry is inflated once into nothing and counted.
/// </summary>
internal static class XlsxDirectory
{
    public static ZipArchive Open(byte[] bytes)
    {
        try
        {
            var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            Check(zip);
            return zip;
        }
        catch (InvalidDataException)
        {
            throw Unsafe("its zip directory is damaged");
        }
    }

    private static void Check(ZipArchive zip)
    {
        if (zip.Entries.Count > TableLimits.ZipEntries)
        {
            throw Unsafe($"it has {zip.Entries.Count} parts, more than {TableLimits.ZipEntries}");
        }
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in zip.Entries)
        {
            CheckName(entry.FullName);
            if (!names.Add(entry.FullName))
            {
                throw Unsafe("one of its parts is there twice");
            }
        }
        if (!names.Contains("[Content_Types].xml"))
        {
            throw new TableRefusedException(
                TableProblemCode.NotATable, "The file is a zip but not an Excel workbook: it has no list of content types.");
        }
        if (zip.Entries.Any(entry => entry.Length > TableLimits.ZipEntryBytes))
        {
            throw Unsafe("one of its parts unpacks to more than 100 MB");
        }
        if (zip.Entries.Sum(entry => entry.Length) > TableLimits.ZipTotalBytes)
        {
            throw Unsafe("it would unpack to more than 250 MB");
        }
        long total = 0;
        foreach (var entry in zip.Entries)
        {
            total += Inflate(entry, TableLimits.ZipTotalBytes - total);
        }
    }

    private static void CheckName(string name)
    {
        if (name.StartsWith('/') || name.Contains('\\') || name.Contains(':') || name.Split('/').Contains(".."))
        {
            throw Unsafe("one of its parts has a name that points outside the workbook");
        }
        if (name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))
        {
            throw new TableRefusedException(
                TableProblemCode.Macros, "The workbook carries macros. Save it as .xlsx without macros, or as CSV.");
        }
    }

    private static long Inflate(ZipArchiveEntry entry, long left)
    {
        var chunk = new byte[81920];
        long inflated = 0;
        using var stream = entry.Open();
        for (var read = stream.Read(chunk); read > 0; read = stream.Read(chunk))
        {
            inflated += read;
            if (inflated > TableLimits.ZipEntryBytes)
            {
                throw Unsafe("one of its parts unpacks to more than 100 MB");
            }
            if (inflated > left)
            {
                throw Unsafe("it unpacks to more than 250 MB");
            }
            if (inflated > TableLimits.ZipRatioFrom && inflated > TableLimits.ZipRatio * Math.Max(entry.CompressedLength, 1))
            {
                throw Unsafe("one of its parts unpacks to more than 100 times its size");
            }
        }
        return inflated;
    }

    internal static TableRefusedException Unsafe(string why) =>
        new(TableProblemCode.UnsafeWorkbook, $"The workbook is not read because {why}. Save the table as CSV instead.");
}
