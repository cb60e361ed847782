using AccessReview.Connectors.Files;
using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>An import as it stands: each file as it reads, what is still missing, and what would change.</summary>
/// <param name="DraftId">The draft.</param>
/// <param name="Kind">Access of an application or people of a directory.</param>
/// <param name="ApplicationId">The application, or null.</param>
/// <param name="DirectoryId">The directory, or null.</param>
/// <param name="SourceName">Its name.</param>
/// <param name="Files">The files, users or people first.</param>
/// <param name="Missing">What stands in the way, and where it is mended; empty when it can be imported.</param>
/// <param name="Doubts">What is unlikely in it, said to be right or not; what is not also stands in <paramref name="Missing"/>.</param>
/// <param name="Changes">Against the last reading; null until the main file reads.</param>
/// <param name="ExtractId">The reading it became.</param>
public sealed record ImportView(
    long DraftId, ExtractKind Kind, long? ApplicationId, long? DirectoryId, string SourceName,
    IReadOnlyList<ImportFileReading> Files, IReadOnlyList<ImportLack> Missing, IReadOnlyList<ImportDoubt> Doubts, ExtractChanges? Changes, long? ExtractId)
{
    /// <summary>Of what was imported: whether any staff list was read, without which nothing is judged.</summary>
    public bool HasStaffList { get; init; }

    /// <summary>The reading of a kind, if that file was uploaded.</summary>
    public ImportFileReading? File(ExtractFileKind kind) => Files.FirstOrDefault(f => f.State.Kind == kind);
}

/// <summary>Reads an import in the making; changes nothing.</summary>
public sealed class ReadImport(Databases databases, TableCache tables, TimeProvider time)
{
    /// <summary>The import as it stands.</summary>
    public Task<Outcome<ImportView>> RunAsync(Actor actor, long draftId, CancellationToken cancel) => RunAsync(actor, draftId, compare: true, cancel);

    /// <summary>As above; without the comparison, which the import itself has no use for.</summary>
    internal async Task<Outcome<ImportView>> RunAsync(Actor actor, long draftId, bool compare, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await ImportRights.RefusalAsync(db, actor, draftId, cancel) is { } refusal
            ? refusal
            : await ViewAsync(db, await db.ImportDrafts.AsNoTracking().SingleAsync(d => d.Id == draftId, cancel), compare, cancel);
    }

    internal async Task<ImportView> ViewAsync(ReviewDb db, ImportDraft draft, bool compare, CancellationToken cancel)
    {
        var kind = draft.ApplicationId is null ? ExtractKind.People : ExtractKind.Access;
        var name = draft.ApplicationId is { } application
            ? await db.Applications.Where(a => a.Id == application).Select(a => a.Name).SingleAsync(cancel)
            : await db.Directories.Where(d => d.Id == draft.DirectoryId).Select(d => d.Name).SingleAsync(cancel);
        var remembered = await db.RememberedMappings.AsNoTracking()
            .Where(m => m.ApplicationId == draft.ApplicationId && m.DirectoryId == draft.DirectoryId).ToDictionaryAsync(m => m.Kind, m => ImportState.ParseMapping(m.Mapping), cancel);
        if (draft.ExtractId is not null)
        {
            return new ImportView(draft.Id, kind, draft.ApplicationId, draft.DirectoryId, name, [], [], [], null, draft.ExtractId) { HasStaffList = await db.Directories.InScope().AnyAsync(d => d.CurrentExtractId != null, cancel) };
        }

        var files = new List<ImportFileReading>();
        foreach (var file in ImportState.Parse(draft.State).Files.OrderBy(f => f.Kind))
        {
            files.Add(Read(file, await tables.ReadAsync(file, cancel), remembered.GetValueOrDefault(file.Kind)));
        }

        files = [.. files.Select(f => ImportCrossChecks.Add(f, files))];
        var current = await CurrentAsync(db, draft, cancel);
        var main = files.FirstOrDefault(f => f.IsMain);
        // Where nothing else tells whether a file is whole, what is gone does, for the import too.
        var changes = main?.Reading is null || !(compare || (current is not null && ImportDoubts.AskWhatIsGone(files))) ? null : await ExtractChanges.CompareAsync(db, files, new NextReading((draft.ApplicationId ?? draft.DirectoryId)!.Value, null, current?.Id), cancel);
        var doubts = ImportDoubts.Of(name, files, changes);
        var missing = ImportGates.Missing(kind, name, files, doubts, current, time.Now());
        return new ImportView(draft.Id, kind, draft.ApplicationId, draft.DirectoryId, name, files, missing, doubts, changes, draft.ExtractId);
    }

    private static Task<Extract?> CurrentAsync(ReviewDb db, ImportDraft draft, CancellationToken cancel) =>
        db.Extracts.AsNoTracking().Where(e => e.ApplicationId == draft.ApplicationId && e.DirectoryId == draft.DirectoryId && e.Completeness == Completeness.Complete)
            .OrderByDescending(e => e.Id).FirstOrDefaultAsync(cancel);

    private static ImportFileReading Read(ImportFileState file, UploadedTable uploaded, ColumnMapping? remembered)
    {
        var table = uploaded.Table;
        var kind = ImportFileReading.ReaderKind(file.Kind);
        var guess = new Lazy<MappingGuess>(() => file.Mapping is null ? MappingGuess.For(table, kind, remembered) : MappingGuess.Again(table, file.Mapping));
        var mapping = file.Mapping ?? guess.Value.Mapping;
        var problems = mapping.Problems(table);
        var reading = problems.Count == 0 ? uploaded.Read(mapping, file.SetAside) : null;
        return new ImportFileReading(file, table, guess, problems, reading, reading?.Problems ?? []);
    }
}
