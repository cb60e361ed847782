namespace AccessReview.Connectors.Files;

/// <summary>What keeps a line from being a record.</summary>
public enum LineProblemKind
{
    /// <summary>Nothing stands on it.</summary>
    Blank,
    /// <summary>It looks like a total.</summary>
    TotalRow,
    /// <summary>It is the heading once more.</summary>
    RepeatedHeading,
    /// <summary>It stands above the heading.</summary>
    AboveHeading,
    /// <summary>It equals an earlier line.</summary>
    ExactDuplicate,
    /// <summary>A quote is not closed where it should be.</summary>
    BrokenQuotes,
    /// <summary>More or fewer cells than the heading.</summary>
    CellCount,
    /// <summary>A value that every line needs is missing.</summary>
    MissingValue,
    /// <summary>A value in a column of addresses is none.</summary>
    NotAnAddress,
    /// <summary>A date that cannot be read in the chosen order.</summary>
    UnreadableDate,
    /// <summary>A status word whose meaning is undecided.</summary>
    UnknownStatus,
    /// <summary>An identifier that a spreadsheet has rounded.</summary>
    RoundedNumber,
    /// <summary>It shows a part of cells that are merged over several lines.</summary>
    MergedCells,
    /// <summary>An earlier line has the same key and other content.</summary>
    DuplicateKey,
    /// <summary>It names an account by an address that several have.</summary>
    SharedAddress,
    /// <summary>It names an account by its address, and the file of accounts was read without addresses.</summary>
    NoAddressesRead,
    /// <summary>It was set aside for a reason that does not hold for it.</summary>
    WrongReason,
}

/// <summary>A line that is neither a record nor set aside.</summary>
/// <param name="Line">Its number in the file.</param>
/// <param name="Raw">The line as it stands there.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Sentence">What is wrong, naming column and value.</param>
/// <param name="Suggested">The reason under which it would be set aside, where one is plain.</param>
/// <param name="Column">The column at fault, if it is one.</param>
/// <param name="Value">The value at fault, if it is one.</param>
public sealed record LineProblem(
    int Line,
    string Raw,
    LineProblemKind Kind,
    string Sentence,
    SetAsideKind? Suggested = null,
    string? Column = null,
    string? Value = null);
