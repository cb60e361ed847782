using AccessReview.Connectors.Files;
using AccessReview.Core.Extracts;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Extracts;

/// <summary>What the columns, dates and status words of a file mean: guessed, shown with values of the file, and believed only when
/// a person agrees.</summary>
public partial class ImportColumns
{
    private const int MostWords = 24;
    private const int MostUnused = 6;

    private ImportFileReading? shown;
    private ColumnMapping mapping = null!;
    private MappingGuess guess = null!;
    private IReadOnlyList<string> problems = [];
    private bool changed;

    /// <summary>The file as it reads.</summary>
    [Parameter, EditorRequired]
    public ImportFileReading File { get; set; } = null!;

    /// <summary>Whether the import has a file of group assignments, beside which the groups of a users file are not used.</summary>
    [Parameter, EditorRequired]
    public bool BesideAssignments { get; set; }

    /// <summary>A person chose something, which is kept at once, or agreed.</summary>
    [Parameter, EditorRequired]
    public EventCallback<FileChange> Change { get; set; }

    private bool IsAgreed => File.State.Mapping is not null && !changed;

    private string Found => $"{guess.Columns.Count(c => c.Column is not null)} of {guess.Columns.Count} fields have a column; {File.Table.Columns.Count} columns in the file{Unused}.";

    private string Unused => File.Table.Columns.Where(c => c.Length > 0).Except(mapping.Columns.Values, StringComparer.OrdinalIgnoreCase).Select(ImportWords.Shown).ToList() switch
    {
        [] => "",
        { Count: <= MostUnused } all => $", not used: {string.Join(", ", all)}",
        var many => $", not used: {string.Join(", ", many.Take(MostUnused))} and {ImportWords.Number(many.Count - MostUnused)} more",
    };

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (ReferenceEquals(shown, File))
        {
            return;
        }

        (shown, guess, changed) = (File, File.Guess, false);
        mapping = File.State.Mapping ?? File.Guess.Mapping;
        problems = File.MappingProblems;
    }

    private string Id(string field) => $"{field}-{File.State.Kind}".ToLowerInvariant();

    private StatusMeaning? Meaning(StatusWordGuess word) => mapping.StatusWords.TryGetValue(ColumnMapping.WordKey(word.Word), out var meaning) ? meaning : null;

    private Task ChooseAsync(FileField field, string? column) => SetAsync(
        before =>
        {
            var columns = new Dictionary<FileField, string>(before.Columns);
            columns.Remove(field);
            if (!string.IsNullOrEmpty(column))
            {
                columns[field] = column;
            }

            // Other date columns may be written in another order, and something else may stand between two groups or roles, so that is judged anew; words already decided stand.
            return before with
            {
                Columns = columns,
                Dates = FileFields.IsDate(field) ? null : before.Dates,
                ListSeparator = field == FileField.Groups ? null : before.ListSeparator,
                RoleSeparator = field == FileField.Role ? null : before.RoleSeparator,
            };
        },
        field);

    private Task ChooseDatesAsync(ChangeEventArgs e) =>
        Enum.TryParse<DateOrder>(e.Value as string, out var order) ? SetAsync(m => m with { Dates = order }) : Task.CompletedTask;

    private Task ChooseZoneAsync(ChangeEventArgs e) => SetAsync(m => m with { TimeZone = (e.Value as string ?? "").Trim() });

    private Task DecideAsync(StatusWordGuess word, string? meaning) =>
        Enum.TryParse<StatusMeaning>(meaning, out var decided) && ColumnMapping.Meanings(mapping.Kind).Contains(decided)
            ? SetAsync(m => m with { StatusWords = new Dictionary<string, StatusMeaning>(m.StatusWords, StringComparer.Ordinal) { [ColumnMapping.WordKey(word.Word)] = decided } })
            : Task.CompletedTask;

    private Task SetAsync(Func<ColumnMapping, ColumnMapping> choose, FileField? other = null)
    {
        var (table, guessed) = (File.Table, mapping);
        guess = MappingGuess.Again(table, choose(mapping), other);
        (mapping, changed) = (guess.Mapping, true);
        problems = mapping.Problems(table);

        // Made of what is kept: a choice may be made before the last one was drawn.
        return Change.InvokeAsync(new FileChange(
            File.State.Kind, file => file with { Mapping = null, Chosen = MappingGuess.Again(table, choose(file.Chosen ?? file.Mapping ?? guessed), other).Mapping }));
    }

    private Task AgreeAsync()
    {
        var agreed = mapping;
        return Change.InvokeAsync(new FileChange(File.State.Kind, file => file with { Mapping = agreed, Chosen = null }));
    }
}
