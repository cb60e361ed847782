using System.Text.Json;
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

    /// <summary>What was chosen and not agreed to yet: the page keeps it, for this part of it comes and goes with the steps, and other files change.</summary>
    [Parameter, EditorRequired]
    public IDictionary<ExtractFileKind, ChosenColumns> Chosen { get; set; } = null!;

    /// <summary>A person agreed.</summary>
    [Parameter, EditorRequired]
    public EventCallback<FileChange> Change { get; set; }

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
        if (Chosen.TryGetValue(File.State.Kind, out var chosen) && chosen.IsOf(File.State))
        {
            Set(chosen.Mapping);
        }
    }

    private string Id(string field) => $"{field}-{File.State.Kind}".ToLowerInvariant();

    private StatusMeaning? Meaning(StatusWordGuess word) => mapping.StatusWords.TryGetValue(ColumnMapping.WordKey(word.Word), out var meaning) ? meaning : null;

    private void Choose(FileField field, string? column)
    {
        var columns = new Dictionary<FileField, string>(mapping.Columns);
        columns.Remove(field);
        if (!string.IsNullOrEmpty(column))
        {
            columns[field] = column;
        }

        // Other date columns may be written in another order, and something else may stand between two groups or roles, so that is judged anew; words already decided stand.
        Set(
            mapping with
            {
                Columns = columns,
                Dates = FileFields.IsDate(field) ? null : mapping.Dates,
                ListSeparator = field == FileField.Groups ? null : mapping.ListSeparator,
                RoleSeparator = field == FileField.Role ? null : mapping.RoleSeparator,
            },
            field);
    }

    private void ChooseDates(ChangeEventArgs e)
    {
        if (Enum.TryParse<DateOrder>(e.Value as string, out var order))
        {
            Set(mapping with { Dates = order });
        }
    }

    private void Decide(StatusWordGuess word, string? meaning)
    {
        if (Enum.TryParse<StatusMeaning>(meaning, out var decided) && ColumnMapping.Meanings(mapping.Kind).Contains(decided))
        {
            Set(mapping with { StatusWords = new Dictionary<string, StatusMeaning>(mapping.StatusWords, StringComparer.Ordinal) { [ColumnMapping.WordKey(word.Word)] = decided } });
        }
    }

    private void Set(ColumnMapping next, FileField? other = null)
    {
        guess = MappingGuess.Again(File.Table, next, other);
        (mapping, changed) = (guess.Mapping, true);
        problems = mapping.Problems(File.Table);
        Chosen[File.State.Kind] = new ChosenColumns(File.State, mapping);
    }

    private Task AgreeAsync()
    {
        var agreed = mapping;
        return Change.InvokeAsync(new FileChange(File.State.Kind, file => file with { Mapping = agreed }));
    }
}

/// <summary>What a person chose of a file's columns and words without agreeing to it.</summary>
/// <param name="Of">The file as it was then.</param>
/// <param name="Mapping">What they chose.</param>
public sealed record ChosenColumns(ImportFileState Of, ColumnMapping Mapping)
{
    /// <summary>Whether the file is still that one, is read as then, and nobody has agreed to anything since.</summary>
    public bool IsOf(ImportFileState file) =>
        file.Sha256 == Of.Sha256 && file.Options == Of.Options && Text(file.Mapping) == Text(Of.Mapping) && Text(file.Mapping) != Text(Mapping);

    private static string Text(ColumnMapping? mapping) => JsonSerializer.Serialize(mapping);
}
