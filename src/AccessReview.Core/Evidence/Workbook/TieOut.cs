namespace AccessReview.Core.Evidence.Workbook;

/// <summary>
/// What a tie-out formula counts: the rows of a sheet, or those rows in which named columns hold given words.
/// The writer counts the same while it writes the rows, so that a program that computes no formulas
/// reads a true number, too.
/// </summary>
public sealed class TieOut
{
    private TieOut(IReadOnlyList<TieOutTerm> terms) => Terms = terms;

    /// <summary>What is counted and added up.</summary>
    internal IReadOnlyList<TieOutTerm> Terms { get; }

    /// <summary>Counts all rows of a sheet.</summary>
    public static TieOut RowsOf(string sheet) => new([new TieOutTerm(sheet, [])]);

    /// <summary>Counts only rows in which the column says exactly this word, too. Case is ignored, as Excel does.</summary>
    /// <exception cref="ArgumentException">The word is empty, holds a sign that means something to COUNTIFS, or is printed otherwise.</exception>
    public TieOut Where(string header, string word) => CanCount(word)
        ? new([.. Terms.SkipLast(1), Terms[^1] with { Conditions = [.. Terms[^1].Conditions, (header, word)] }])
        : throw new ArgumentException($"COUNTIFS would not count \"{word}\" word for word.", nameof(word));

    /// <summary>Adds what another counts.</summary>
    public TieOut Plus(TieOut other) => new([.. Terms, .. other.Terms]);

    /// <summary>Whether COUNTIFS takes the word word for word, and a cell that says it is printed so: one that begins like a formula is not.</summary>
    public static bool CanCount(string word) => word.Length is > 0 and <= 200 && word.AsSpan().IndexOfAny("*?~<>=\"") < 0 && SafeText.Printed(word) == word;
}

/// <summary>Rows of one sheet, over all its parts, in which every named column says its word.</summary>
internal sealed record TieOutTerm(string Sheet, (string Header, string Word)[] Conditions);

/// <summary>Which two columns a cell that says "equal" or "different" compares; both counted from 0.</summary>
internal sealed record TieOutAnswer(int PrintedColumn, int CountedColumn);
