namespace AccessReview.Core.Evidence.Workbook;

/// <summary>The styles of the workbook, in the order in which the template shows them.</summary>
internal enum CellStyle
{
    Notice,
    Header,
    Text,

    /// <summary>Text that goes on in the next line of its cell.</summary>
    WrappedText,

    Integer,
    Number,
    Date,
    Instant,

    /// <summary>A formula that answers in words.</summary>
    General,
}
