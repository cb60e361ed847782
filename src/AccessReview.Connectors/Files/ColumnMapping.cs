using System.Text.Json.Serialization;

namespace AccessReview.Connectors.Files;

/// <summary>How the dates of a file are written. ISO dates are understood under every order.</summary>
public enum DateOrder
{
    /// <summary>2026-12-31, nothing else.</summary>
    Iso,
    /// <summary>31.12.2026, 31/12/26.</summary>
    DayFirst,
    /// <summary>12/31/2026.</summary>
    MonthFirst,
    /// <summary>Excel's number of a day: 46387.</summary>
    Excel,
}

/// <summary>What a status word of a file means.</summary>
public enum StatusMeaning
{
    /// <summary>An account in use; a person who works here.</summary>
    Active,
    /// <summary>Accounts: invited, never accepted.</summary>
    Invited,
    /// <summary>Accounts: switched off.</summary>
    Disabled,
    /// <summary>People: works here no longer.</summary>
    Left,
    /// <summary>People: away for a time.</summary>
    OnLeave,
}

/// <summary>
/// How the columns and words of a file are to be understood. Guessed, shown, corrected by a person, then remembered:
/// plain data that survives JSON.
/// </summary>
/// <param name="Kind">What a line is.</param>
/// <param name="Columns">The heading's name for each field that has a column.</param>
/// <param name="Dates">Null while it was not chosen; then no date can be read.</param>
/// <param name="StatusWords">What each status word means, by <see cref="WordKey"/>. A word not listed is undecided.</param>
/// <param name="TimeZone">IANA zone assumed for a time without an offset.</param>
/// <param name="ListSeparator">Between the groups in one cell; null if a cell holds one. Addresses are split at comma and semicolon.</param>
/// <param name="RoleSeparator">Between the roles in one cell; null if a cell holds one, as under every mapping made before several were read.</param>
/// <param name="Unused">Fields that have no column although this file, or one before it, seemed to have one for them; null: not known, of a mapping made before this was kept.</param>
public sealed record ColumnMapping(
    FileKind Kind,
    IReadOnlyDictionary<FileField, string> Columns,
    DateOrder? Dates,
    IReadOnlyDictionary<string, StatusMeaning> StatusWords,
    string TimeZone = ColumnMapping.Utc,
    char? ListSeparator = null,
    char? RoleSeparator = null,
    IReadOnlyList<FileField>? Unused = null)
{
    /// <summary>The zone assumed if nobody says otherwise.</summary>
    public const string Utc = "Etc/UTC";

    /// <summary>The form in which a status word is listed: trimmed, NFKC, upper case. An empty cell is the word "".</summary>
    public static string WordKey(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return CellText.Key(CellText.Clean(word));
    }

    /// <summary>The meanings a status word can have in this kind of file.</summary>
    public static IReadOnlyList<StatusMeaning> Meanings(FileKind kind) => kind == FileKind.People
        ? [StatusMeaning.Active, StatusMeaning.Left, StatusMeaning.OnLeave]
        : [StatusMeaning.Active, StatusMeaning.Invited, StatusMeaning.Disabled];

    /// <summary>Whether it is a staff list of which no column says who has left.</summary>
    [JsonIgnore]
    public bool NamesNoLeavers => Kind == FileKind.People && !Columns.ContainsKey(FileField.EmploymentStatus) && !Columns.ContainsKey(FileField.End);

    /// <summary>What cannot be known of accounts or people read so, because a column is missing; the file can be read all the same.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Losses =>
    [
        .. Kind != FileKind.Users || Columns.ContainsKey(FileField.Email) ? Array.Empty<string>() : ["Without a column for E-mail no account can be linked to a person, unless its id is an employee id."],
        .. Kind != FileKind.Users || Columns.ContainsKey(FileField.Role) ? Array.Empty<string>() : ["Without a column for Role no privileged account can be told from the others."],
        .. NamesNoLeavers ? ["Without a column for Employment status or End date who has left cannot be known from this list."] : Array.Empty<string>(),
        .. Kind != FileKind.People || Columns.ContainsKey(FileField.Manager) ? Array.Empty<string>() : ["Without a column for Manager no manager can review, and none is told of a late review."],
        .. Kind != FileKind.People || Columns.ContainsKey(FileField.Department) ? Array.Empty<string>() : ["Without a column for Department reviewers do not see where somebody works."],
    ];

    /// <summary>What keeps this mapping from being used on a table, as sentences; empty if nothing does.</summary>
    public IReadOnlyList<string> Problems(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var problems = new List<string>();
        foreach (var (field, column) in Columns)
        {
            if (!FileFields.Of(Kind).Contains(field))
            {
                problems.Add($"A file of this kind has no field {FileFields.Name(field)}.");
            }
            if (!table.Columns.Contains(column, StringComparer.OrdinalIgnoreCase))
            {
                problems.Add($"{FileFields.Name(field)} is read from the column {CellText.Quote(column)}, which this file does not have.");
            }
        }
        foreach (var twice in Columns.GroupBy(c => c.Value, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            problems.Add($"The column {CellText.Quote(twice.Key)} is used twice: for {string.Join(" and ", twice.Select(c => FileFields.Name(c.Key)))}.");
        }
        foreach (var needed in FileFields.Needed(Kind).Where(needed => !needed.Any(Columns.ContainsKey)))
        {
            problems.Add($"Choose the column that holds {string.Join(" or ", needed.Select(FileFields.Name))}.");
        }
        if (Dates is null && Columns.Keys.Any(FileFields.IsDate))
        {
            problems.Add("Choose how the dates are written: the file alone does not show it.");
        }
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            problems.Add($"The time zone {CellText.Quote(TimeZone)} is not known.");
        }
        if (StatusWords.Any(word => !Meanings(Kind).Contains(word.Value)))
        {
            problems.Add("A status word has a meaning that does not belong to this kind of file.");
        }
        return problems;
    }
}
