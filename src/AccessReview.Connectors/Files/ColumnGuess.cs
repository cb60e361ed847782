namespace AccessReview.Connectors.Files;

/// <summary>What a column seems to mean, with values that let a person judge.</summary>
/// <param name="Field">The field.</param>
/// <param name="Column">The heading's name; null if no column looks like it.</param>
/// <param name="Why">The reason in words, empty if there is no column.</param>
/// <param name="Samples">Up to five different values of the column.</param>
public sealed record ColumnGuess(FileField Field, string? Column, string Why, IReadOnlyList<string> Samples)
{
    private const int MostSamples = 5, LinesLookedAt = 200;

    /// <summary>A guess for each field of the kind, in their order.</summary>
    public static IReadOnlyList<ColumnGuess> For(Table table, FileKind kind)
    {
        ArgumentNullException.ThrowIfNull(table);
        var fields = FileFields.Of(kind);
        var names = table.Columns.Select(HeaderSynonyms.Normal).ToArray();
        var chosen = new Dictionary<FileField, (int Column, string Why)>();
        var taken = new HashSet<int>();
        var longest = fields.Max(field => HeaderSynonyms.Of(field).Count);
        for (var rank = 0; rank < longest; rank++)
        {
            foreach (var field in fields.Where(field => !chosen.ContainsKey(field) && rank < HeaderSynonyms.Of(field).Count))
            {
                var column = Array.IndexOf(names, HeaderSynonyms.Of(field)[rank]);
                if (column >= 0 && (kind != FileKind.Users || IsPlausible(table, field, column)) && taken.Add(column))
                {
                    chosen[field] = (column, $"The column is called {CellText.Quote(table.Columns[column])}");
                }
            }
        }
        AddressByValues(table, kind, chosen, taken);
        return [.. fields.Select(field => chosen.TryGetValue(field, out var guess)
            ? new ColumnGuess(field, table.Columns[guess.Column], guess.Why, SamplesOf(table, guess.Column))
            : new ColumnGuess(field, null, "", []))];
    }

    /// <summary>Up to five different values of a column that are not empty.</summary>
    public static IReadOnlyList<string> SamplesOf(Table table, string column)
    {
        ArgumentNullException.ThrowIfNull(table);
        var index = table.Columns.ToList().FindIndex(c => string.Equals(c, column, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? [] : SamplesOf(table, index);
    }

    private static string[] SamplesOf(Table table, int column) =>
        [.. Values(table, column).Distinct(StringComparer.Ordinal).Take(MostSamples)];

    /// <summary>Where no name fits, the column whose values are addresses is the address.</summary>
    private static void AddressByValues(
        Table table, FileKind kind, Dictionary<FileField, (int Column, string Why)> chosen, HashSet<int> taken)
    {
        FileField? address = kind switch
        {
            FileKind.Users => FileField.Email,
            FileKind.People => FileField.WorkEmail,
            FileKind.Assignments => FileField.Account,
            FileKind.GroupOwners => FileField.Owner,
            _ => null,
        };
        if (address is not { } field || chosen.ContainsKey(field))
        {
            return;
        }
        for (var column = 0; column < table.Columns.Count; column++)
        {
            if (!taken.Contains(column) && MostlyAddresses(table, column) && taken.Add(column))
            {
                chosen[field] = (column, "Its values are e-mail addresses");
                return;
            }
        }
    }

    /// <summary>"User" or "User name" may head addresses or names: the values tell.</summary>
    private static bool IsPlausible(Table table, FileField field, int column) =>
        field is not (FileField.Email or FileField.Name)
        || !Values(table, column).Any()
        || MostlyAddresses(table, column) == (field == FileField.Email);

    private static bool MostlyAddresses(Table table, int column)
    {
        var values = Values(table, column).ToList();
        return values.Count > 0 && values.Count(value => value.Contains('@')) * 2 > values.Count;
    }

    private static IEnumerable<string> Values(Table table, int column)
    {
        var kinds = new LineKinds(table);
        return table.Lines
            .Take(LinesLookedAt)
            .Where(line => column < line.Cells.Count && !line.BrokenQuotes && !string.IsNullOrWhiteSpace(line.Cells[column]) && kinds.Detect(line) is null)
            .Select(line => CellText.Clean(line.Cells[column]));
    }
}
