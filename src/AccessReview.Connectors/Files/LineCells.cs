using System.Text.RegularExpressions;

namespace AccessReview.Connectors.Files;

/// <summary>The cells of one line under a mapping, and the first problem met on it.</summary>
internal sealed partial class LineCells
{
    private readonly ColumnMapping mapping;
    private readonly int[] columns;
    private readonly TimeZoneInfo zone;
    private readonly Dictionary<string, StatusMeaning?> statuses = new(StringComparer.Ordinal);
    private TableLine line = null!;

    public LineCells(Table table, ColumnMapping mapping)
    {
        this.mapping = mapping;
        zone = TimeZoneInfo.FindSystemTimeZoneById(mapping.TimeZone);
        var names = table.Columns.ToList();
        columns = [.. Enum.GetValues<FileField>().Select(field => mapping.Columns.TryGetValue(field, out var name)
            ? names.FindIndex(n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase))
            : -1)];
    }

    /// <summary>The first problem of the line, or null.</summary>
    public LineProblem? Problem { get; private set; }

    public void Begin(TableLine next) => (line, Problem) = (next, null);

    public bool Has(FileField field) => columns[(int)field] >= 0;

    /// <summary>The cell's text, cleaned; null if it is empty or the field has no column.</summary>
    public string? Text(FileField field) =>
        Raw(field) is { Length: > 0 } raw && CellText.Clean(raw) is { Length: > 0 } text ? text : null;

    public string Needed(FileField field)
    {
        if ((field == FileField.Account ? Identifier(field) : Text(field)) is not { } text)
        {
            Fault(LineProblemKind.MissingValue, field, "", $"The column {Column(field)} is empty, and every line needs {FileFields.Name(field)}.");
        }
        else if (NoneWords.IsOne(text))
        {
            Fault(LineProblemKind.MissingValue, field, text, $"In the column {Column(field)} stands {CellText.Quote(text)}, which says that there is none, and every line needs {FileFields.Name(field)}.");
        }
        else
        {
            return text;
        }
        return "";
    }

    /// <summary>Notes that none of the fields that could identify the line has a value.</summary>
    public void NeedsOneOf(FileField first, FileField second)
    {
        var field = Has(first) ? first : second;
        var named = string.Join(" and ", new[] { first, second }.Where(Has).Select(Column));
        Fault(LineProblemKind.MissingValue, field, "", $"{named} {(Has(first) && Has(second) ? "are both" : "is")} empty, so the line cannot be told from others.");
    }

    /// <summary>The cell's text as an identifier: an account's, a person's or an address.</summary>
    public string? Identifier(FileField field)
    {
        var text = Text(field);
        if (text is not null && Rounded().IsMatch(text))
        {
            Fault(LineProblemKind.RoundedNumber, field, text, $"In the column {Column(field)} stands {CellText.Quote(text)}: a spreadsheet has rounded this number, so it names nobody. Export the file again and do not save it in a spreadsheet.");
        }
        return text is not null && text.Contains('@', StringComparison.Ordinal) ? CellText.Visible(text) : text;
    }

    public string? Address(FileField field)
    {
        var text = Text(field) is { } cell ? CellText.Mailbox(CellText.Visible(cell)) : null;
        if (text is not null && !LooksLikeAddress(text))
        {
            Fault(LineProblemKind.NotAnAddress, field, text, $"In the column {Column(field)} stands {CellText.Quote(text)}, which is not an e-mail address.");
        }
        return text;
    }

    public WrittenDate? Date(FileField field)
    {
        if (Text(field) is not { } text || DateWords.IsWord(text))
        {
            return null;
        }
        if (DateText.TryRead(text, mapping.Dates ?? DateOrder.Iso, out var date))
        {
            return date;
        }
        Fault(LineProblemKind.UnreadableDate, field, text, $"In the column {Column(field)} stands {CellText.Quote(text)}, which is not a date {Written()}.");
        return null;
    }

    /// <summary>The instant; null too where the day stands for none.</summary>
    public DateTime? Instant(FileField field) => Date(field) is { IsZero: false, IsNoEnd: false } date ? date.ToInstant(zone) : null;

    /// <summary>The day; null too where it stands for none.</summary>
    public DateOnly? Day(FileField field) => Date(field) is { IsZero: false, IsNoEnd: false } date ? date.Day : null;

    public LastUse LastUse(FileField field)
    {
        if (!Has(field))
        {
            return default;
        }
        return Date(field) switch
        {
            { IsZero: true } => new LastUse(LastUseState.Never, At: null),
            { IsNoEnd: false } date => Connectors.LastUse.On(date.ToInstant(zone)),
            null when Text(field) is { } word && DateWords.IsNever(word) => new LastUse(LastUseState.Never, At: null),
            _ => new LastUse(LastUseState.NotKnown, At: null),
        };
    }

    /// <summary>The meaning of the status word; an empty cell is a word too and must have been given a meaning.</summary>
    public StatusMeaning? Status(FileField field)
    {
        if (!Has(field))
        {
            return null;
        }
        var raw = Raw(field) ?? "";
        if (!statuses.TryGetValue(raw, out var meaning))
        {
            meaning = mapping.StatusWords.TryGetValue(ColumnMapping.WordKey(raw), out var known) ? known : null;
            statuses[raw] = meaning;
        }
        if (meaning is null)
        {
            var what = string.IsNullOrWhiteSpace(raw) ? "an empty cell" : CellText.Quote(raw);
            Fault(LineProblemKind.UnknownStatus, field, raw, $"In the column {Column(field)} stands {what}, and nobody has said what that means.");
        }
        return meaning;
    }

    /// <summary>The groups of one cell.</summary>
    /// <param name="field">The field.</param>
    /// <param name="saysNone">Whether a word stands there that says that there is none; it is no group.</param>
    public IReadOnlyList<string> Groups(FileField field, out bool saysNone)
    {
        var groups = Several(field, mapping.ListSeparator);
        saysNone = groups.RemoveAll(NoneWords.IsOne) > 0;
        return groups;
    }

    /// <summary>The role; several of one cell in order, so that an export that names them in another one says the same.</summary>
    public string? Role(FileField field) =>
        Several(field, mapping.RoleSeparator) is [_, ..] roles ? string.Join(Account.BetweenRoles, roles.Order(StringComparer.Ordinal)) : null;

    public IReadOnlyList<string> Addresses(FileField field) =>
        Raw(field) is { Length: > 0 } raw ? [.. Split(CellText.Visible(raw), ';', ',', '\n', '|').Select(CellText.Mailbox).Where(a => a.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)] : [];

    private List<string> Several(FileField field, char? separator) =>
        Raw(field) is not { Length: > 0 } raw ? []
        : separator is { } between ? Split(raw, between)
        : Text(field) is { } one ? [one] : [];

    private static List<string> Split(string raw, params ReadOnlySpan<char> separators)
    {
        var (parts, seen) = (new List<string>(), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var range in raw.AsSpan().SplitAny(separators))
        {
            if (CellText.Clean(raw[range]) is { Length: > 0 } part && seen.Add(part))
            {
                parts.Add(part);
            }
        }
        return parts;
    }

    private static bool LooksLikeAddress(string text) =>
        text.IndexOf('@') is > 0 and var at && at < text.Length - 1 && text.LastIndexOf('@') == at && !text.Any(char.IsWhiteSpace);

    private string? Raw(FileField field) => columns[(int)field] is >= 0 and var column ? line.Cells[column] : null;

    private string Column(FileField field) => CellText.Quote(mapping.Columns[field]);

    private string Written() => mapping.Dates switch
    {
        DateOrder.DayFirst => "written day first (31.12.2026)",
        DateOrder.MonthFirst => "written month first (12/31/2026)",
        DateOrder.Excel => "as Excel counts days (46387)",
        DateOrder.Iso or null => "written year first (2026-12-31)",
        _ => throw new InvalidOperationException(),
    };

    /// <summary>As spreadsheets show a long number: 1.23457E+15, in some countries 1,23457E+15.</summary>
    [GeneratedRegex(@"^-?[0-9](?:[.,][0-9]+)?E\+[0-9]{2,3}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Rounded();

    private void Fault(LineProblemKind kind, FileField field, string value, string sentence) =>
        Problem ??= new LineProblem(line.Number, line.Raw, kind, sentence, Suggested: null, mapping.Columns[field], value);
}
