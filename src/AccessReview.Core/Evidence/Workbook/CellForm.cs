namespace AccessReview.Core.Evidence.Workbook;

/// <summary>What one cell turned out to be. Unlike <see cref="CellKind"/> it says "no value", too.</summary>
internal enum CellForm
{
    Blank,
    Text,
    Integer,
    Number,
    Date,
    Instant,

    /// <summary>A formula that counts rows of other sheets.</summary>
    Count,

    /// <summary>A formula that says whether the printed value equals the counted one.</summary>
    Compare,
}
