namespace AccessReview.Core.Evidence.Workbook;

/// <summary>What the cells of a column hold, which decides how Excel stores and shows them.</summary>
public enum CellKind
{
    /// <summary>Always text, whatever it looks like: "00123", "1E5" and "=1+1" stay as they were read. Never blank.</summary>
    Text,

    /// <summary>A count. Identifiers are text: Excel keeps 15 digits of a number.</summary>
    Integer,

    /// <summary>A measured number, such as hours.</summary>
    Number,

    /// <summary>A calendar day, shown as yyyy-mm-dd.</summary>
    Date,

    /// <summary>An instant in UTC, shown as yyyy-mm-dd hh:mm:ss. The header says "(UTC)".</summary>
    InstantUtc,

    /// <summary>Each cell has a kind of its own: the values of a key and value sheet, and tie-outs.</summary>
    Mixed,
}
