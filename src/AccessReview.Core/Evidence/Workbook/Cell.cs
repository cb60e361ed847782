namespace AccessReview.Core.Evidence.Workbook;

/// <summary>
/// One value on its way into a sheet. A small struct, so that a million rows of thirty cells cost no allocation
/// beyond their texts.
/// </summary>
public readonly struct Cell
{
    private readonly object? _reference;

    private Cell(CellForm form, double number, object? reference)
    {
        Form = form;
        Value = number;
        _reference = reference;
    }

    internal CellForm Form { get; }

    /// <summary>The number of a count or a measure, or the Excel serial of a date or an instant.</summary>
    internal double Value { get; }

    internal string? Content => _reference as string;

    internal TieOut Counted => (TieOut)_reference!;

    internal TieOutAnswer Answer => (TieOutAnswer)_reference!;

    /// <summary>A cell without a value. In a text column the column's own words for "no value" are printed.</summary>
    public static Cell Blank => default;

    /// <summary>Text as it is; null or empty is blank.</summary>
    public static Cell Text(string? text) =>
        string.IsNullOrEmpty(text) ? default : new Cell(CellForm.Text, 0, text);

    /// <summary>A count of at most fifteen digits; beyond that Excel would change it, so it is refused.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number has more than fifteen digits.</exception>
    public static Cell Integer(long? number)
    {
        if (number is not { } value)
        {
            return default;
        }

        return value is > 999_999_999_999_999 or < -999_999_999_999_999
            ? throw new ArgumentOutOfRangeException(
                nameof(number), value, "Excel keeps fifteen digits of a number: write an identifier as text.")
            : new Cell(CellForm.Integer, value, null);
    }

    /// <summary>A measured number; NaN and the infinities are blank.</summary>
    public static Cell Number(double? number) =>
        number is { } value && double.IsFinite(value) ? new Cell(CellForm.Number, value, null) : default;

    /// <summary>A calendar day; days that Excel cannot count (before 1900-03-01) are blank.</summary>
    public static Cell Date(DateOnly? day) =>
        day is { } value && value >= ExcelDate.First
            ? new Cell(CellForm.Date, ExcelDate.Serial(value.ToDateTime(TimeOnly.MinValue)), null)
            : default;

    /// <summary>An instant in UTC; instants that Excel cannot count (before 1900-03-01) are blank.</summary>
    /// <exception cref="ArgumentException">The instant is in local time.</exception>
    public static Cell Instant(DateTime? instant)
    {
        if (instant is not { } value || DateOnly.FromDateTime(value) < ExcelDate.First)
        {
            return default;
        }

        return value.Kind == DateTimeKind.Local
            ? throw new ArgumentException("A local time was given for a sheet that prints UTC.", nameof(instant))
            : new Cell(CellForm.Instant, ExcelDate.Serial(value), null);
    }

    internal static Cell Count(TieOut tieOut) => new(CellForm.Count, 0, tieOut);

    internal static Cell Compare(TieOutAnswer answer) => new(CellForm.Compare, 0, answer);
}
