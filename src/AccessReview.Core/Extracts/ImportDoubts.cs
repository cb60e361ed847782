using System.Globalization;
using AccessReview.Connectors.Files;

namespace AccessReview.Core.Extracts;

/// <summary>Something that reads well and is unlikely. It stands in the way of an import until it is mended, or until a person says that
/// it is right.</summary>
/// <param name="What">What is unlikely.</param>
/// <param name="Part">Where it is mended.</param>
/// <param name="Mend">What to do about it where it is wrong.</param>
/// <param name="IsConfirmed">A person said that it is right.</param>
public sealed record ImportDoubt(UnlikelyInFile What, ImportPart Part, string Mend, bool IsConfirmed)
{
    /// <summary>The file it is about.</summary>
    public ExtractFileKind Kind => What.File;

    /// <summary>What is so, without a full stop. With other numbers it is another doubt.</summary>
    public string Sentence => What.Sentence;
}

/// <summary>What is unlikely in a file.</summary>
/// <param name="Kind">What kind of thing that is.</param>
/// <param name="File">The file it is about.</param>
/// <param name="Gone">How many of the reading before are gone; 0: that is not what it is about.</param>
/// <param name="Before">Of how many.</param>
public sealed record UnlikelyInFile(ImportDoubtKind Kind, ExtractFileKind File, int Gone = 0, int Before = 0)
{
    internal string Sentence => Kind switch
    {
        ImportDoubtKind.NoAddresses => "no column holds e-mail addresses, so no account can be linked to a person unless its id is an employee id",
        ImportDoubtKind.OtherFile => File == ExtractFileKind.People
            ? "its columns are those of an application's users, and nobody has a manager or a department"
            : "its columns are those of a staff list, and no account has a role",
        ImportDoubtKind.ManyGone => string.Create(CultureInfo.InvariantCulture, $"{Gone} of {Before} {(File == ExtractFileKind.People ? "people" : "accounts")} are no longer in this file"),
        ImportDoubtKind.AssignmentsGone => $"{Assignments} are no longer in this file",
        ImportDoubtKind.NoLeavers => "no column holds an employment status or an end date, so who has left cannot be known from this list",
        ImportDoubtKind.StatusesGone => string.Create(CultureInfo.InvariantCulture, $"of {Gone} of {Before} people the last list said whether they work here, and this one does not"),
        ImportDoubtKind.AssignmentsNotInColumn => $"{Assignments} were in the last file of group assignments and are not in the column of groups",
        _ => throw new InvalidOperationException($"Unknown doubt {Kind}."),
    };

    private string Assignments => string.Create(CultureInfo.InvariantCulture, $"{Gone} of {Before} assignments of accounts that are still there");
}

/// <summary>What can be unlikely in an import.</summary>
public enum ImportDoubtKind
{
    /// <summary>No column holds e-mail addresses.</summary>
    NoAddresses,

    /// <summary>A staff list looks like an application's users, or the other way round.</summary>
    OtherFile,

    /// <summary>No column of a staff list says who has left.</summary>
    NoLeavers,

    /// <summary>Of more than half of the people it is no longer said whether they work here.</summary>
    StatusesGone,

    /// <summary>More people or accounts are gone since the reading before than usually go.</summary>
    ManyGone,

    /// <summary>More assignments are gone than usually go, of accounts that are still there.</summary>
    AssignmentsGone,

    /// <summary>Assignments that a file listed the time before are not in the column that names groups now.</summary>
    AssignmentsNotInColumn,
}

/// <summary>Looks for what a half or wrongly read file would show.</summary>
internal static class ImportDoubts
{
    // People, accounts and assignments go every quarter; more than a tenth of them at once looks like a half file. Of few, a tenth is soon gone.
    private const int UsualShare = 10, FewGone = 5;

    public static IReadOnlyList<ImportDoubt> Of(string source, IReadOnlyList<ImportFileReading> files, ExtractChanges? changes) =>
        [.. files.SelectMany(f => Of(f, source, changes)).Concat(OfAssignments(source, files, changes)).Select(d => d.Doubt with { IsConfirmed = d.File.State.Confirmed.Contains(d.Doubt.Sentence) })];

    /// <summary>Whether what is gone since the last reading tells of a file whether it is whole, or read as it was: no number of the source does.</summary>
    public static bool AskWhatIsGone(IReadOnlyList<ImportFileReading> files) =>
        files.Any(f => (f.State.Kind != ExtractFileKind.GroupOwners && f.State.Provenance.Claimed is null) || LacksStatus(f)) || WhoHoldsWhat(files) is { IsMain: true };

    private static IEnumerable<(ImportFileReading File, ImportDoubt Doubt)> Of(ImportFileReading file, string source, ExtractChanges? changes)
    {
        if (file is { State.Kind: ExtractFileKind.Users, State.Mapping: { } mapping } && !mapping.Columns.ContainsKey(FileField.Email))
        {
            yield return (file, Doubt(new UnlikelyInFile(ImportDoubtKind.NoAddresses, file.State.Kind), "Choose the column of the e-mail addresses", ImportPart.Columns));
        }

        if (IsOtherFile(file))
        {
            yield return (file, Doubt(new UnlikelyInFile(ImportDoubtKind.OtherFile, file.State.Kind), file.State.Kind == ExtractFileKind.People ? "Upload the staff list" : "Upload the file of user accounts"));
        }

        if (file is { State.Mapping.NamesNoLeavers: true })
        {
            yield return (file, Doubt(new UnlikelyInFile(ImportDoubtKind.NoLeavers, file.State.Kind), "Choose the column of the employment status or of the end date", ImportPart.Columns));
        }
        else if (LacksStatus(file) && changes is { StatusesGone: var lost } && lost * 2 > changes.Before)
        {
            yield return (file, Doubt(new UnlikelyInFile(ImportDoubtKind.StatusesGone, file.State.Kind, lost, changes.Before), "Choose the column of the employment status", ImportPart.Columns));
        }

        if (file.IsMain && file.State.Provenance.Claimed is null && changes is { Gone: [_, ..] gone } && IsMuch(gone.Count, changes.Before))
        {
            yield return (file, Doubt(new UnlikelyInFile(ImportDoubtKind.ManyGone, file.State.Kind, gone.Count, changes.Before), EnterNumber(source)));
        }
    }

    // Both kinds have names, addresses and a status: each is read as the other without a word, and then everybody with an account is staff.
    private static bool IsOtherFile(ImportFileReading file) => file.State.Mapping switch
    {
        { Kind: FileKind.People } people => !HasAny(people, FileField.Manager, FileField.Department) && LooksLike(file.Table, FileKind.Users, FileField.Role, FileField.LastUsed),
        { Kind: FileKind.Users } users => !HasAny(users, FileField.Role, FileField.LastUsed) && LooksLike(file.Table, FileKind.People, FileField.Manager, FileField.End),
        _ => false,
    };

    private static bool HasAny(ColumnMapping mapping, params FileField[] fields) => fields.Any(mapping.Columns.ContainsKey);

    private static bool LooksLike(Table table, FileKind kind, params FileField[] fields) => ColumnGuess.For(table, kind).Any(g => g.Column is not null && fields.Contains(g.Field));

    // That every account is there, as its number says, does not say that a column names all the groups that a list of them named.
    private static IEnumerable<(ImportFileReading File, ImportDoubt Doubt)> OfAssignments(string source, IReadOnlyList<ImportFileReading> files, ExtractChanges? changes)
    {
        if (WhoHoldsWhat(files) is not { Reading: not null } file || changes is not { Assignments: { Gone: > 0 } held })
        {
            yield break;
        }

        if (file.IsMain && held.Listed)
        {
            yield return (file, Doubt(new UnlikelyInFile(ImportDoubtKind.AssignmentsNotInColumn, file.State.Kind, held.Gone, held.Before), "Upload the file of group assignments too"));
        }
        else if (file.State.Provenance.Claimed is null && IsMuch(held.Gone, held.Before))
        {
            yield return (file, Doubt(new UnlikelyInFile(ImportDoubtKind.AssignmentsGone, file.State.Kind, held.Gone, held.Before), EnterNumber(source)));
        }
    }

    private static bool LacksStatus(ImportFileReading file) => file is { State: { Kind: ExtractFileKind.People, Mapping: { } mapping } } && !mapping.Columns.ContainsKey(FileField.EmploymentStatus);

    // The file of assignments, else the users file whose column names the groups.
    private static ImportFileReading? WhoHoldsWhat(IReadOnlyList<ImportFileReading> files) =>
        files.FirstOrDefault(f => f.State.Kind == ExtractFileKind.Assignments) ?? files.FirstOrDefault(f => f is { State.Kind: ExtractFileKind.Users, Reading.NamesGroups: true });

    /// <summary>Whether so many that are gone at once look like a half list.</summary>
    internal static bool IsMuch(int gone, int before) => gone > FewGone && gone * UsualShare > before;

    private static string EnterNumber(string source) => $"Enter the number that {source} showed";

    private static ImportDoubt Doubt(UnlikelyInFile what, string mend, ImportPart part = ImportPart.Files) => new(what, part, $"{mend}, or say that this is right.", IsConfirmed: false);
}
