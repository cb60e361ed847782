using System.Diagnostics.CodeAnalysis;

namespace AccessReview.Connectors.Files;

/// <summary>Why a file could not be read as a table. The names are stable; the sentence says what and where.</summary>
public enum TableProblemCode
{
    /// <summary>There is nothing in it.</summary>
    Empty,
    /// <summary>More than <see cref="TableLimits.FileBytes"/>.</summary>
    TooLarge,
    /// <summary>Neither CSV nor .xlsx, by name or by content.</summary>
    NotATable,
    /// <summary>The name's ending says one thing and the content another.</summary>
    EndingDisagrees,
    /// <summary>Not valid UTF-8. Reading it as Windows-1252 can be offered.</summary>
    NotUtf8,
    /// <summary>A NUL byte in the text.</summary>
    Nul,
    /// <summary>Quotes are broken throughout.</summary>
    Quotes,
    /// <summary>More than <see cref="TableLimits.Columns"/>.</summary>
    TooManyColumns,
    /// <summary>A cell of more than <see cref="TableLimits.FieldChars"/>.</summary>
    FieldTooLong,
    /// <summary>More than <see cref="TableLimits.Lines"/>.</summary>
    TooManyLines,
    /// <summary>More than <see cref="TableLimits.Cells"/>.</summary>
    TooManyCells,
    /// <summary>No heading on the line asked for, or no line at all.</summary>
    NoHeading,
    /// <summary>The workbook's zip breaks a limit or carries what no table needs.</summary>
    UnsafeWorkbook,
    /// <summary>The workbook carries macros.</summary>
    Macros,
    /// <summary>The workbook's parts cannot be understood.</summary>
    BrokenWorkbook,
    /// <summary>The workbook has no sheet of the name asked for.</summary>
    NoSuchSheet,
}

/// <summary>Why a file could not be read as a table.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Sentence">What and where, for the person who uploaded it.</param>
public sealed record TableProblem(TableProblemCode Code, string Sentence);

/// <summary>Either a table or the reason why there is none.</summary>
public sealed class TableResult
{
    private TableResult(Table? table, TableProblem? problem) => (Table, Problem) = (table, problem);

    /// <summary>The table, if it could be read.</summary>
    public Table? Table { get; }

    /// <summary>The reason, if it could not.</summary>
    public TableProblem? Problem { get; }

    /// <summary>Whether there is a table.</summary>
    [MemberNotNullWhen(true, nameof(Table))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool Succeeded => Table is not null;

    internal static TableResult Of(Table table) => new(table, problem: null);

    internal static TableResult Of(TableProblem problem) => new(table: null, problem);
}

/// <summary>Carries a <see cref="TableProblem"/> out of a nested reader; never leaves <see cref="TableFile"/>.</summary>
internal sealed class TableRefusedException(TableProblemCode code, string sentence) : Exception(sentence)
{
    public TableProblem Problem { get; } = new(code, sentence);
}
