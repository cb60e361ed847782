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
    // People and accounts go every quarter; more than a tenth of them at once looks like a half file. Of few, a tenth is soon gone.
    private const int UsualShare = 10, FewGone = 5;

    private const string NoAddresses = "no column holds e-mail addresses, so no account can be linked to a person unless its id is an employee id";

    public static IReadOnlyList<ImportDoubt> Of(string source, IReadOnlyList<ImportFileReading> files, ExtractChanges? changes) =>
        [.. files.SelectMany(f => Of(f, source, changes)).Select(d => d.Doubt with { IsConfirmed = d.File.State.Confirmed.Contains(d.Doubt.Sentence) })];

    private static IEnumerable<(ImportFileReading File, ImportDoubt Doubt)> Of(ImportFileReading file, string source, ExtractChanges? changes)
    {
        if (file is { State.Kind: ExtractFileKind.Users, State.Mapping: { } mapping } && !mapping.Columns.ContainsKey(FileField.Email))
        {
            yield return (file, new ImportDoubt(file.State.Kind, ImportPart.Columns, NoAddresses, "Choose the column of the e-mail addresses, or say that this is right.", IsConfirmed: false));
        }

        if (file.IsMain && file.State.Provenance.Claimed is null && changes is { Gone: [_, ..] gone } && gone.Count > FewGone && gone.Count * UsualShare > changes.Before)
        {
            yield return (file, new ImportDoubt(
                file.State.Kind, ImportPart.Files, $"{gone.Count} of {changes.Before} {(file.State.Kind == ExtractFileKind.People ? "people" : "accounts")} are no longer in this file",
                $"Enter the number that {source} showed, or say that this is right.", IsConfirmed: false));
        }
    }
}
