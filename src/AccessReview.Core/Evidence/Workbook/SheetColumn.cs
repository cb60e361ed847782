namespace AccessReview.Core.Evidence.Workbook;

/// <summary>A column as the data dictionary describes it.</summary>
/// <param name="Header">The heading: unique on its sheet; a column of instants ends in "(UTC)".</param>
/// <param name="Kind">What its cells hold.</param>
/// <param name="Width">Width in characters of the standard font.</param>
/// <param name="Meaning">What a value says, in a sentence.</param>
/// <param name="Source">Where the value comes from.</param>
/// <param name="WhenBlank">
/// For text: the words printed where there is no value ("not known", "never", "does not apply").
/// For every other kind: why a cell may be blank; empty when it never is.
/// </param>
public record SheetColumn(
    string Header, CellKind Kind, double Width, string Meaning, string Source, string WhenBlank)
{
    /// <summary>True for a detail that stands in the collapsed outline to the right.</summary>
    public bool InOutline { get; init; }
}
