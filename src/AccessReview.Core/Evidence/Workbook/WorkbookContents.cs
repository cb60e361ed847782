namespace AccessReview.Core.Evidence.Workbook;

/// <summary>A workbook as plain description.</summary>
/// <param name="Title">What it is, for the file's properties.</param>
/// <param name="Notice">
/// Stands on the first row of every sheet: the edition, the campaign, and in demo mode that identities were chosen.
/// </param>
/// <param name="MadeAt">The edition's own time in UTC; the same time and the same rows make the same bytes.</param>
/// <param name="Sheets">The sheets from left to right. A data dictionary of them all is added at the end.</param>
public sealed record WorkbookContents(string Title, string Notice, DateTime MadeAt, IReadOnlyList<Sheet> Sheets)
{
    /// <summary>What the tie-out formulas of these sheets count. One that a row uses must be in this list.</summary>
    public IReadOnlyList<TieOut> TieOuts { get; init; } = [];

    /// <summary>A sheet with more rows goes on in "Name (2)". Excel itself ends at 1,048,576.</summary>
    public int RowsPerSheet { get; init; } = 1_000_000;
}
