using AccessReview.Connectors.Files;

namespace AccessReview.Core.Extracts;

/// <summary>Something that reads well and is unlikely. It stands in the way of an import until it is mended, or until a person says that
/// it is right.</summary>
/// <param name="Kind">The file it is about.</param>
/// <param name="Part">Where it is mended.</param>
/// <param name="Sentence">What is so, without a full stop. With other numbers it is another doubt.</param>
/// <param name="Mend">What to do about it where it is wrong.</param>
/// <param name="IsConfirmed">A person said that it is right.</param>
public sealed record ImportDoubt(ExtractFileKind Kind, ImportPart Part, string Sentence, string Mend, bool IsConfirmed);

/// <summary>Looks for what a half or wrongly read file would show.</summary>
internal static class ImportDoubts
{
    // People, accounts and assignments go every quarter; more than a tenth of them at once looks like a half file. Of few, a tenth is soon gone.
    private const int UsualShare = 10, FewGone = 5;

    private const string NoAddresses = "no column holds e-mail addresses, so no account can be linked to a person unless its id is an employee id";

    public static IReadOnlyList<ImportDoubt> Of(string source, IReadOnlyList<ImportFileReading> files, ExtractChanges? changes) =>
        [.. files.SelectMany(f => Of(f, source, changes)).Concat(OfAssignments(source, files, changes)).Select(d => d.Doubt with { IsConfirmed = d.File.State.Confirmed.Contains(d.Doubt.Sentence) })];

    /// <summary>Whether what is gone since the last reading tells of a file whether it is whole: no number of the source does.</summary>
    public static bool AskWhatIsGone(IReadOnlyList<ImportFileReading> files) =>
        files.Any(f => f.State.Kind != ExtractFileKind.GroupOwners && f.State.Provenance.Claimed is null) || WhoHoldsWhat(files) is { IsMain: true };

    private static IEnumerable<(ImportFileReading File, ImportDoubt Doubt)> Of(ImportFileReading file, string source, ExtractChanges? changes)
    {
        if (file is { State.Kind: ExtractFileKind.Users, State.Mapping: { } mapping } && !mapping.Columns.ContainsKey(FileField.Email))
        {
            yield return (file, new ImportDoubt(file.State.Kind, ImportPart.Columns, NoAddresses, "Choose the column of the e-mail addresses, or say that this is right.", IsConfirmed: false));
        }

        if (file.IsMain && file.State.Provenance.Claimed is null && changes is { Gone: [_, ..] gone } && IsMuch(gone.Count, changes.Before))
        {
            yield return (file, new ImportDoubt(
                file.State.Kind, ImportPart.Files, $"{gone.Count} of {changes.Before} {(file.State.Kind == ExtractFileKind.People ? "people" : "accounts")} are no longer in this file",
                AskForNumber(source), IsConfirmed: false));
        }
    }

    // That every account is there, as its number says, does not say that a column names all the groups that a list of them named.
    private static IEnumerable<(ImportFileReading File, ImportDoubt Doubt)> OfAssignments(string source, IReadOnlyList<ImportFileReading> files, ExtractChanges? changes)
    {
        if (WhoHoldsWhat(files) is not { Reading: not null } file || changes is not { Assignments: { Gone: > 0 } held })
        {
            yield break;
        }

        var gone = $"{held.Gone} of {held.Before} assignments of accounts that are still there";
        if (file.IsMain && held.Listed)
        {
            yield return (file, new ImportDoubt(
                file.State.Kind, ImportPart.Files, $"{gone} were in the last file of group assignments and are not in the column of groups",
                "Upload the file of group assignments too, or say that this is right.", IsConfirmed: false));
        }
        else if (file.State.Provenance.Claimed is null && IsMuch(held.Gone, held.Before))
        {
            yield return (file, new ImportDoubt(file.State.Kind, ImportPart.Files, $"{gone} are no longer in this file", AskForNumber(source), IsConfirmed: false));
        }
    }

    // The file of assignments, else the users file whose column names the groups.
    private static ImportFileReading? WhoHoldsWhat(IReadOnlyList<ImportFileReading> files) =>
        files.FirstOrDefault(f => f.State.Kind == ExtractFileKind.Assignments) ?? files.FirstOrDefault(f => f is { State.Kind: ExtractFileKind.Users, Reading.NamesGroups: true });

    private static bool IsMuch(int gone, int before) => gone > FewGone && gone * UsualShare > before;

    private static string AskForNumber(string source) => $"Enter the number that {source} showed, or say that this is right.";
}
