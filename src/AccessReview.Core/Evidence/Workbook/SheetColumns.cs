using System.Collections;

namespace AccessReview.Core.Evidence.Workbook;

/// <summary>
/// The columns of a sheet whose rows are <typeparamref name="T"/>, from left to right: heading, where to find the
/// value, and what the data dictionary says about it, in one place.
/// </summary>
/// <typeparam name="T">The fact that one row prints.</typeparam>
public sealed class SheetColumns<T> : IEnumerable<SheetColumn>
{
    /// <summary>Printed in a text column where there is no value, unless the column says otherwise.</summary>
    public const string NotKnown = "not known";

    private readonly List<SheetColumn> _columns = [];
    private readonly List<Func<T, Cell>> _cells = [];
    private bool _inOutline;

    internal IReadOnlyList<SheetColumn> Descriptions => _columns;

    internal Func<T, Cell>[] Cells => [.. _cells];

    /// <summary>Adds a column of text.</summary>
    public SheetColumns<T> Text(
        string header, double width, Func<T, string?> value, string meaning, string source, string whenBlank = NotKnown) =>
        Add(header, CellKind.Text, width, row => Cell.Text(value(row)), meaning, source, whenBlank);

    /// <summary>Adds a column of counts.</summary>
    public SheetColumns<T> Integer(
        string header, double width, Func<T, long?> value, string meaning, string source, string whenBlank = "") =>
        Add(header, CellKind.Integer, width, row => Cell.Integer(value(row)), meaning, source, whenBlank);

    /// <summary>Adds a column of measured numbers.</summary>
    public SheetColumns<T> Number(
        string header, double width, Func<T, double?> value, string meaning, string source, string whenBlank = "") =>
        Add(header, CellKind.Number, width, row => Cell.Number(value(row)), meaning, source, whenBlank);

    /// <summary>Adds a column of calendar days.</summary>
    public SheetColumns<T> Date(
        string header, Func<T, DateOnly?> value, string meaning, string source, string whenBlank = "") =>
        Add(header, CellKind.Date, 12, row => Cell.Date(value(row)), meaning, source, whenBlank);

    /// <summary>Adds a column of instants; the heading is given without "(UTC)", which is added.</summary>
    public SheetColumns<T> Instant(
        string header, Func<T, DateTime?> value, string meaning, string source, string whenBlank = "") =>
        Add(header + " (UTC)", CellKind.InstantUtc, 20, row => Cell.Instant(value(row)), meaning, source, whenBlank);

    /// <summary>Adds a column whose cells say their own kind.</summary>
    public SheetColumns<T> Mixed(
        string header, double width, Func<T, Cell> value, string meaning, string source, string whenBlank = "") =>
        Add(header, CellKind.Mixed, width, value, meaning, source, whenBlank);

    /// <summary>
    /// Adds the two columns of a tie-out: a formula that counts on the item sheets, and one that says whether the
    /// value printed in the column <paramref name="printed"/> is equal to it. The only formulas of the workbook.
    /// </summary>
    /// <exception cref="ArgumentException">No earlier column is headed <paramref name="printed"/>.</exception>
    public SheetColumns<T> TieOut(string header, string printed, Func<T, TieOut?> value)
    {
        var column = _columns.FindIndex(c => c.Header == printed);
        if (column < 0)
        {
            throw new ArgumentException($"No column before \"{header}\" is headed \"{printed}\".", nameof(printed));
        }

        var answer = new TieOutAnswer(column, _columns.Count);
        Add(
            header, CellKind.Mixed, 16,
            row => value(row) is { } tieOut ? Cell.Count(tieOut) : Cell.Text("does not apply"),
            $"The value of \"{printed}\" counted again by a formula over the sheets of this workbook.",
            "A formula of this workbook: select the cell to read it.", "");
        return Add(
            header + ": equal?", CellKind.Mixed, 14,
            row => value(row) is null ? Cell.Text("does not apply") : Cell.Compare(answer),
            $"\"equal\" when the printed and the counted value are the same, else \"different\".",
            "A formula of this workbook: select the cell to read it.", "");
    }

    /// <summary>From here on columns are details: they stand in a collapsed outline.</summary>
    public SheetColumns<T> Details()
    {
        _inOutline = true;
        return this;
    }

    /// <inheritdoc/>
    public IEnumerator<SheetColumn> GetEnumerator() => _columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private SheetColumns<T> Add(
        string header, CellKind kind, double width, Func<T, Cell> cell, string meaning, string source, string whenBlank)
    {
        if (_columns.Exists(c => string.Equals(c.Header, header, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArgumentException($"Two columns are headed \"{header}\": Excel refuses that in a table.", nameof(header));
        }

        _columns.Add(new SheetColumn(header, kind, width, meaning, source, whenBlank) { InOutline = _inOutline });
        _cells.Add(cell);
        return this;
    }
}
