namespace AccessReview.Connectors.Files;

/// <summary>A status word of a file, how often it stands there and what it seems to mean.</summary>
/// <param name="Word">As it stands in the file, first spelling; "" for an empty cell.</param>
/// <param name="Lines">On how many lines.</param>
/// <param name="Meaning">Null: a person must decide.</param>
public sealed record StatusWordGuess(string Word, int Lines, StatusMeaning? Meaning);

/// <summary>Everything that was guessed about a table, with what lets a person judge it.</summary>
/// <param name="Mapping">The guesses as a mapping; undecided ones are left out of it.</param>
/// <param name="Columns">One for each field of the kind.</param>
/// <param name="Dates">How dates seem to be written.</param>
/// <param name="DateSamples">How some dates would be read under the mapping's order; empty while it has none.</param>
/// <param name="Statuses">Every status word of the file, most frequent first.</param>
public sealed record MappingGuess(
    ColumnMapping Mapping,
    IReadOnlyList<ColumnGuess> Columns,
    DateOrderGuess Dates,
    IReadOnlyList<DateSample> DateSamples,
    IReadOnlyList<StatusWordGuess> Statuses)
{
    /// <summary>Guesses how to read the table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="kind">What its lines are.</param>
    /// <param name="remembered">What was chosen for the last file of this source: believed wherever this file has the same columns and words.</param>
    public static MappingGuess For(Table table, FileKind kind, ColumnMapping? remembered = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        var guesses = ColumnGuess.For(table, kind);
        var usable = remembered is { } last && last.Kind == kind
            && last.Columns.Values.All(column => table.Columns.Contains(column, StringComparer.OrdinalIgnoreCase))
            && !TakesFormerForOthers(last);
        var sameDates = usable;
        if (usable)
        {
            // What the last file did not have, this one may have: a column that nobody chose for another field is guessed anew, unless it was left unused.
            var used = remembered!.Columns.Values.ToHashSet(StringComparer.OrdinalIgnoreCase);
            guesses = [.. guesses.Select(guess => remembered.Columns.TryGetValue(guess.Field, out var column)
                ? new ColumnGuess(guess.Field, column, "Chosen for the last file", ColumnGuess.SamplesOf(table, column))
                : guess.Column is { } fresh && !used.Contains(fresh) && remembered.Unused?.Contains(guess.Field) != true ? guess : new ColumnGuess(guess.Field, null, "", []))];
            sameDates = guesses.All(guess => guess.Column is null || !FileFields.IsDate(guess.Field) || remembered.Columns.ContainsKey(guess.Field));
        }
        var columns = guesses.Where(guess => guess.Column is not null).ToDictionary(guess => guess.Field, guess => guess.Column!);
        return Of(table, new ColumnMapping(
            kind, columns, remembered?.Dates, remembered?.StatusWords ?? new Dictionary<string, StatusMeaning>(StringComparer.Ordinal),
            remembered?.TimeZone ?? ColumnMapping.Utc, usable ? remembered!.ListSeparator : null, usable ? remembered!.RoleSeparator : null, usable ? remembered!.Unused : null), guesses, keepDates: sameDates, several: usable ? Anew(remembered!) : [FileField.Groups, FileField.Role]);
    }

    /// <summary>Judges dates and words anew after a person chose other columns; what was chosen stands.</summary>
    /// <param name="table">The table.</param>
    /// <param name="chosen">The choices.</param>
    /// <param name="other">The field that has got another column: what stands between several of it is judged anew if nothing is chosen.</param>
    public static MappingGuess Again(Table table, ColumnMapping chosen, FileField? other = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(chosen);
        var guesses = FileFields.Of(chosen.Kind).Select(field => chosen.Columns.TryGetValue(field, out var column)
            ? new ColumnGuess(field, column, "Chosen by hand", ColumnGuess.SamplesOf(table, column))
            : new ColumnGuess(field, null, "", [])).ToArray();
        return Of(table, chosen, guesses, keepDates: chosen.Dates is not null, several: other is { } field ? [field] : []);
    }

    // That a cell holds one is a choice, too. Of groups it could not be made before it was kept what was left unused.
    private static FileField[] Anew(ColumnMapping remembered) =>
        [.. new[] { FileField.Groups, FileField.Role }.Where(f => !remembered.Columns.ContainsKey(f) || (f == FileField.Groups && remembered.Unused is null))];

    // What was remembered before former addresses were a field of their own has them as others, by which people sign in.
    private static bool TakesFormerForOthers(ColumnMapping mapping) =>
        mapping.Columns.TryGetValue(FileField.OtherAddresses, out var column) && HeaderSynonyms.Of(FileField.FormerAddresses).Contains(HeaderSynonyms.Normal(column));

    private static MappingGuess Of(Table table, ColumnMapping mapping, IReadOnlyList<ColumnGuess> guesses, bool keepDates, IReadOnlyList<FileField> several)
    {
        var values = MappedValues.Of(table, mapping);
        var dates = DateOrderGuess.Of(values.Dates);
        var statuses = Words(values.Statuses, mapping);
        char? Between(FileField field, char? chosen) => chosen ?? (several.Contains(field) ? values.Separator(field) : null);
        var words = new Dictionary<string, StatusMeaning>(mapping.StatusWords, StringComparer.Ordinal);
        foreach (var status in statuses.Where(status => status.Meaning is not null))
        {
            words[ColumnMapping.WordKey(status.Word)] = status.Meaning!.Value;
        }
        var order = keepDates && mapping.Dates is not null ? mapping.Dates : dates.Order;
        var samples = order is { } read ? DateOrderGuess.Samples(values.Dates, read) : [];
        return new MappingGuess(
            mapping with
            {
                Dates = order,
                StatusWords = words,
                ListSeparator = Between(FileField.Groups, mapping.ListSeparator),
                RoleSeparator = Between(FileField.Role, mapping.RoleSeparator),
                Unused = [.. ColumnGuess.For(table, mapping.Kind).Where(g => g.Column is not null).Select(g => g.Field).Union(mapping.Unused ?? []).Where(f => !mapping.Columns.ContainsKey(f)).Order()],
            },
            guesses, dates, samples, statuses);
    }

    private static StatusWordGuess[] Words(IEnumerable<KeyValuePair<string, int>> words, ColumnMapping mapping)
    {
        var isSwitch = mapping.Columns.Any(c => FileFields.IsStatus(c.Key) && HeaderSynonyms.IsSwitch(c.Value));
        return [.. words.GroupBy(word => ColumnMapping.WordKey(CellText.Clean(word.Key)), StringComparer.Ordinal)
            .Select(group => new StatusWordGuess(
                CellText.Clean(group.First().Key),
                group.Sum(word => word.Value),
                mapping.StatusWords.TryGetValue(group.Key, out var chosen) ? chosen : StatusWords.Find(mapping.Kind, group.Key, isSwitch)))
            .OrderByDescending(status => status.Lines).ThenBy(status => status.Word, StringComparer.Ordinal)];
    }
}
