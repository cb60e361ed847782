namespace AccessReview.Core.Evidence.Workbook;

/// <summary>
/// What a tie-out formula counts: the rows of a sheet, or those rows in which named columns hold given words.
/// The writer counts the same while it writes the rows, so that a program that computes no formulas
/// reads a true number, too.
/// </summary>
public sealed class TieOut
{
    private readonly List<(string Header, string Word)> _conditions = [];

    private TieOut(string sheet) => Sheet = sheet;

    /// <summary>The sheet whose rows are counted, over all its parts.</summary>
    public string Sheet { get; }

    /// <summary>The conditions, all of which a counted row meets. Case is ignored, as Excel does.</summary>
    public IReadOnlyList<(string Header, string Word)> Conditions => _conditions;

    /// <summary>Counts all rows of a sheet.</summary>
    public static TieOut RowsOf(string sheet) => new(sheet);

    /// <summary>Counts only rows in which the column says exactly this word.</summary>
    /// <exception cref="ArgumentException">The word is empty or holds a sign that means something to COUNTIFS.</exception>
    public TieOut Where(string header, string word)
    {
        if (word.Length is 0 or > 200 || word.AsSpan().IndexOfAny("*?~<>=\"") >= 0)
        {
            throw new ArgumentException($"COUNTIFS would not count \"{word}\" word for word.", nameof(word));
        }

        _conditions.Add((header, word));
        return this;
    }
}

/// <summary>Which two columns a cell that says "equal" or "different" compares; both counted from 0.</summary>
internal sealed record TieOutAnswer(int PrintedColumn, int CountedColumn);
