namespace AccessReview.Connectors.Files;

/// <summary>How much an uploaded file may ask of this process. Beyond any of these it is refused, never cut.</summary>
public static class TableLimits
{
    /// <summary>Bytes of the file as uploaded.</summary>
    public const int FileBytes = 25 * 1024 * 1024;
    /// <summary>Columns of a table.</summary>
    public const int Columns = 200;
    /// <summary>Characters of one cell.</summary>
    public const int FieldChars = 32 * 1024;
    /// <summary>Lines of a table, heading included.</summary>
    public const int Lines = 1_000_000;
    /// <summary>Cells of a workbook that are looked at, empty ones and shared texts included.</summary>
    public const int Cells = 5_000_000;
    /// <summary>Characters of all cells of a workbook, a shared text counted wherever it shows. More than a CSV file could bring.</summary>
    public const int CellChars = 50_000_000;
    /// <summary>Entries of a workbook's zip directory.</summary>
    public const int ZipEntries = 200;
    /// <summary>Bytes of one zip entry once inflated.</summary>
    public const long ZipEntryBytes = 100L * 1024 * 1024;
    /// <summary>Bytes of all zip entries once inflated.</summary>
    public const long ZipTotalBytes = 250L * 1024 * 1024;
    /// <summary>Inflated bytes for each packed byte, asked of entries over <see cref="ZipRatioFrom"/>.</summary>
    public const int ZipRatio = 100;
    /// <summary>Below this many inflated bytes a high ratio harms nobody.</summary>
    public const int ZipRatioFrom = 100 * 1024;
    /// <summary>Quotes that are opened and never closed, after which the file is given up as something else than CSV.</summary>
    public const int BrokenQuotes = 100;
}
