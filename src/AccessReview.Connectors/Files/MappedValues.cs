namespace AccessReview.Connectors.Files;

/// <summary>What the columns of a mapping hold, as one look at the data lines shows it.</summary>
internal sealed class MappedValues
{
    private static readonly char[] Separators = [';', '|', '\n', ','];
    private readonly OrderedDictionary<string, int> dates = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, int> statuses = new(StringComparer.Ordinal);
    private readonly HashSet<(FileField Field, char Separator)> separators = [];

    /// <summary>Every different date, in the order of the lines.</summary>
    public IEnumerable<string> Dates => dates.Keys;

    /// <summary>Every different status word, in the order of the lines, and on how many lines it stands.</summary>
    public IEnumerable<KeyValuePair<string, int>> Statuses => statuses;

    /// <summary>What seems to stand between the groups or roles of one cell; null if nothing does.</summary>
    public char? Separator(FileField field) => Separators.Where(c => separators.Contains((field, c))).Select(c => (char?)c).FirstOrDefault();

    /// <summary>Looks at the data lines of a table.</summary>
    public static MappedValues Of(Table table, ColumnMapping mapping)
    {
        var values = new MappedValues();
        var kinds = new LineKinds(table);
        var (dates, statuses) = (Columns(table, mapping, FileFields.IsDate), Columns(table, mapping, FileFields.IsStatus));
        (FileField Field, int Column)[] several = [.. new[] { FileField.Groups, FileField.Role }.SelectMany(field => Columns(table, mapping, f => f == field).Select(column => (field, column)))];
        if (dates.Length + statuses.Length + several.Length == 0)
        {
            return values;
        }
        foreach (var line in table.Lines.Where(line => !line.BrokenQuotes && kinds.Detect(line) is null))
        {
            Count(values.dates, line, dates);
            Count(values.statuses, line, statuses);
            foreach (var (field, column) in several.Where(s => s.Column < line.Cells.Count))
            {
                var cell = line.Cells[column];
                values.separators.UnionWith(Separators.Where(c => cell.Contains(c) && (field != FileField.Role || AreNames(cell, c))).Select(c => (field, c)));
            }
        }
        return values;
    }

    /// <summary>A role may be a formula or markup to whoever opens the file; of several roles each begins like a name.</summary>
    private static bool AreNames(string cell, char separator) =>
        cell.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).All(part => char.IsLetterOrDigit(part[0]));

    private static void Count(OrderedDictionary<string, int> values, TableLine line, int[] columns)
    {
        foreach (var column in columns)
        {
            if (column < line.Cells.Count)
            {
                var cell = line.Cells[column];
                values[cell] = values.GetValueOrDefault(cell) + 1;
            }
        }
    }

    private static int[] Columns(Table table, ColumnMapping mapping, Func<FileField, bool> wanted) =>
        [.. mapping.Columns.Where(pair => wanted(pair.Key))
            .Select(pair => table.Columns.ToList().FindIndex(c => string.Equals(c, pair.Value, StringComparison.OrdinalIgnoreCase)))
            .Where(index => index >= 0)];
}
