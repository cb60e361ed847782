namespace AccessReview.Core.Evidence.Workbook;

/// <summary>One line of a sheet of keys and values, such as the Summary.</summary>
/// <param name="Topic">What it belongs to.</param>
/// <param name="Name">What it is.</param>
/// <param name="Value">The value; a blank one prints "not known".</param>
/// <param name="Meaning">What the value says and where it comes from.</param>
/// <param name="Counted">The same counted again over the item sheets, where it can be.</param>
public sealed record Fact(string Topic, string Name, Cell Value, string Meaning, TieOut? Counted = null)
{
    private static readonly SheetColumns<Fact> Columns = new SheetColumns<Fact>()
        .Text("Topic", 24, f => f.Topic, "What the line belongs to.", "The product.")
        .Text("What", 44, f => f.Name, "What the line tells.", "The product.")
        .Mixed("Value", 48, f => f.Value.Form == CellForm.Blank ? Cell.Text(SheetColumns<Fact>.NotKnown) : f.Value,
            "The value.", "As the column Meaning says, line by line.")
        .TieOut("Counted on the sheets", "Value", f => f.Counted)
        .Text("Meaning", 90, f => f.Meaning, "What the value says and where it comes from.", "The product.");

    /// <summary>A sheet of such lines.</summary>
    public static Sheet Sheet(string name, IReadOnlyCollection<Fact> facts) => Workbook.Sheet.Of(name, Columns, facts);
}
