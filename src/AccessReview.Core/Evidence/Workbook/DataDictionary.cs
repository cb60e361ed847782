namespace AccessReview.Core.Evidence.Workbook;

/// <summary>The sheet that explains every other sheet, generated from the columns that are really printed.</summary>
internal static class DataDictionary
{
    internal const string Name = "Data dictionary";

    private static readonly SheetColumns<Line> Columns = new SheetColumns<Line>()
        .Text("Sheet", 24, l => l.Sheet, "The sheet.", "This workbook.")
        .Text("Column", 28, l => l.Column.Header, "The heading of the column.", "This workbook.")
        .Text("Holds", 18, l => Kind(l.Column.Kind), "Text, whole number, number, day or instant.", "This workbook.")
        .Text("Meaning", 70, l => l.Column.Meaning, "What a value says.", "The product.")
        .Text("Where the value comes from", 50, l => l.Column.Source, "Source of the value.", "The product.")
        .Text("Why it may be blank", 50, l => Blank(l.Column), "What is printed without a value.", "The product.");

    private static readonly SheetColumn AnyText = new(
        "any text", CellKind.Text, 0,
        "A text that begins like a formula (with = + - @, a tab, a line end or their full-width forms, after spaces or apostrophes) has one apostrophe before it that is not part of it.",
        "The product, so that no spreadsheet takes it for a formula, even after the sheet was saved as CSV.", SheetColumns<Line>.NotKnown);

    internal static Sheet Of(IReadOnlyList<Sheet> sheets)
    {
        Line[] lines =
        [
            .. from sheet in sheets from column in sheet.Columns select new Line(sheet.Name, column),
            .. from column in Columns select new Line(Name, column),
            new("Every sheet", AnyText),
        ];
        return Sheet.Of(Name, Columns, lines);
    }

    private static string Blank(SheetColumn column) => column switch
    {
        { Kind: CellKind.Text } => $"Never blank: says \"{column.WhenBlank}\" where there is no value.",
        { WhenBlank: "" } => "Never blank.",
        _ => column.WhenBlank,
    };

    private static string Kind(CellKind kind) => kind switch
    {
        CellKind.Text => "text",
        CellKind.Integer => "whole number",
        CellKind.Number => "number",
        CellKind.Date => "day",
        CellKind.InstantUtc => "instant in UTC",
        CellKind.Mixed => "as each row says",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of cell."),
    };

    private sealed record Line(string Sheet, SheetColumn Column);
}
