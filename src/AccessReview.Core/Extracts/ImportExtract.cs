using System.Security.Cryptography;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Turns an import into a reading, all or nothing: every line of every file stored or set aside by name.</summary>
public sealed class ImportExtract(Change change, ImportDoor door, ReadImport readImport, FileStore files, TableCache tables, FollowUps followUps)
{
    /// <summary>Imports; gives the reading's key. What stands in the way is said in one sentence each.</summary>
    public async Task<Outcome<long>> RunAsync(Guid commandId, Actor actor, long draftId, CancellationToken cancel)
    {
        var outcome = await StoreAsync(commandId, actor, draftId, cancel);
        if (outcome.IsOk)
        {
            await followUps.RunAsync(cancel);
        }

        return outcome;
    }

    /// <summary>A method of its own, so that nothing of what was read is held while it is judged.</summary>
    private async Task<Outcome<long>> StoreAsync(Guid commandId, Actor actor, long draftId, CancellationToken cancel)
    {
        var prepared = await PrepareAsync(actor, draftId, cancel);
        return prepared.Problem is { } problem
            ? problem
            : await change.RunAsync<long>(commandId, actor, nameof(ImportExtract), (scope, token) => WorkAsync(scope, prepared.Require(), token), cancel);
    }

    /// <summary>Parsing and the reduced staff list are made before the writers' queue is entered. Also a method of its own: the files themselves are held
    /// no longer than this, by the cache neither, and what is refused after it reads them again.</summary>
    private async Task<Outcome<Prepared>> PrepareAsync(Actor actor, long draftId, CancellationToken cancel)
    {
        var read = await readImport.RunAsync(actor, draftId, compare: false, cancel);
        if (await door.RecordedAsync(actor, nameof(ImportExtract), read.Problem, cancel) is { } refusal)
        {
            return refusal;
        }

        var view = read.Require();
        if (view.ExtractId is null && view.Missing.Count > 0)
        {
            return new Problem("import.incomplete", string.Join(" ", view.Missing.Select(m => m.Sentence)));
        }

        var kept = new Dictionary<ExtractFileKind, StoredBytes>();
        foreach (var file in view.Files)
        {
            kept[file.State.Kind] = file.State.Kind == ExtractFileKind.People && view.ExtractId is null
                ? await files.StoreAsync(UsedColumns.Of(file), cancel)
                : new StoredBytes(file.State.StoredFileId, Convert.FromHexString(file.State.Sha256), file.State.Bytes);
        }

        var pictures = new List<Sha256>();
        foreach (var picture in view.Files.Select(f => f.State.Provenance.PictureFileId).OfType<long>())
        {
            pictures.Add(new Sha256(SHA256.HashData(await files.ReadAsync(picture, cancel))));
        }

        var prepared = new Prepared(draftId, new ImportState([.. view.Files.Select(f => f.State)]), ExtractContent.Of(view, kept), pictures, [.. view.Doubts.Select(d => d.What)]);
        tables.Forget([.. prepared.State.Files.Select(f => f.StoredFileId)]);
        return prepared;
    }

    /// <summary>An import as it is stored.</summary>
    /// <param name="DraftId">The draft.</param>
    /// <param name="State">What was entered.</param>
    /// <param name="Content">What was read.</param>
    /// <param name="Pictures">The pictures of numbers that were seen.</param>
    /// <param name="Doubts">What was unlikely and said to be right.</param>
    private sealed record Prepared(long DraftId, ImportState State, ExtractContent Content, IReadOnlyList<Sha256> Pictures, IReadOnlyList<UnlikelyInFile> Doubts);

    private static async Task<Outcome<long>> WorkAsync(ChangeScope scope, Prepared prepared, CancellationToken cancel)
    {
        var (draftId, state, content, pictures, doubts) = prepared;
        if (ImportRights.Refusal(scope.Roles) is { } refusal)
        {
            return refusal;
        }

        var draft = await scope.Db.ImportDrafts.SingleAsync(d => d.Id == draftId, cancel);
        if (draft.ExtractId is not null)
        {
            return new Problem("import.done", "This import is finished. Start another one for other files.");
        }

        if (await ScopedSources.RefusalAsync(scope.Db, content.ApplicationId, content.DirectoryId, cancel) is { } outOfScope)
        {
            return outOfScope;
        }

        // What was taken out or replaced while this was prepared is deleted already.
        if (state.StoredFiles().Except(ImportState.Parse(draft.State).StoredFiles()).Any())
        {
            return new Problem("import.changed", "The import was changed in another window meanwhile. Look at it again.");
        }

        var newest = await scope.Db.Extracts.Where(e => e.ApplicationId == content.ApplicationId && e.DirectoryId == content.DirectoryId && e.Completeness == Completeness.Complete)
            .OrderByDescending(e => e.Id).Select(e => new { e.Id, e.AsOf }).FirstOrDefaultAsync(cancel);
        var asOf = state.Files.Min(f => f.Provenance.ExportedAt!.Value);
        if (newest is not null && asOf < newest.AsOf)
        {
            return new Problem("import.older", "Somebody brought in a newer reading meanwhile. Look at the import again.");
        }

        if (await AdministratorsStay.CheckAsync(scope, content, newest?.Id, asOf, cancel) is { } lockedOut)
        {
            return lockedOut;
        }

        var (extract, records) = await new ExtractWriter(scope, content).WriteAsync(asOf, newest?.Id, cancel);
        foreach (var file in content.Files)
        {
            await RememberAsync(scope, content, file, cancel);
        }

        scope.Record(new ExtractImported(
            extract.Id, content.Kind, content.ApplicationId, content.DirectoryId, asOf,
            content.Files.Sum(f => f.Lines), content.Files.Sum(f => f.Records), content.Files.Sum(f => f.SetAside.Count),
            [.. content.Files.Select(f => new Sha256(f.UploadedSha256))], [.. content.Files.Select(f => new Sha256(f.Stored.Sha256))], records, pictures,
            [.. doubts.Select(d => d.Kind)], [.. doubts.Select(d => d.File)], [.. doubts.Select(d => d.Gone)], [.. doubts.Select(d => d.Before)]));
        (draft.ExtractId, draft.Version) = (extract.Id, draft.Version + 1);
        return extract.Id;
    }

    private static async Task RememberAsync(ChangeScope scope, ExtractContent content, ContentFile file, CancellationToken cancel)
    {
        var known = await scope.Db.RememberedMappings.SingleOrDefaultAsync(m => m.ApplicationId == content.ApplicationId && m.DirectoryId == content.DirectoryId && m.Kind == file.Kind, cancel);
        if (known is null)
        {
            scope.Add(new RememberedMapping { Id = scope.NewId(), ApplicationId = content.ApplicationId, DirectoryId = content.DirectoryId, Kind = file.Kind, Mapping = file.Mapping, Version = 1 });
        }
        else if (known.Mapping != file.Mapping)
        {
            (known.Mapping, known.Version) = (file.Mapping, known.Version + 1);
        }
    }
}

/// <summary>A reading was stored.</summary>
/// <param name="ExtractId">The reading.</param>
/// <param name="Kind">What it yields.</param>
/// <param name="ApplicationId">The application, or nothing.</param>
/// <param name="DirectoryId">The directory, or nothing.</param>
/// <param name="AsOf">The time of the source's state.</param>
/// <param name="Lines">Data lines of all files.</param>
/// <param name="Stored">Lines stored as records.</param>
/// <param name="SetAside">Lines set aside by name.</param>
/// <param name="UploadedFiles">SHA-256 of each file as uploaded.</param>
/// <param name="StoredFiles">SHA-256 of each file as kept.</param>
/// <param name="Records">SHA-256 over the records' content: <see cref="RecordsDigest"/>.</param>
/// <param name="Pictures">SHA-256 of each picture of the screen that showed a number; the first version did not say it.</param>
/// <param name="Doubts">What was unlikely in it, and whoever brought it in said to be right; the first two versions did not say it.</param>
/// <param name="DoubtedFiles">Of each of them, the file.</param>
/// <param name="Gone">Of each, how many of the reading before were gone; 0: that is not what it is about.</param>
/// <param name="Before">Of each, of how many.</param>
public sealed record ExtractImported(
    long ExtractId, ExtractKind Kind, long? ApplicationId, long? DirectoryId, DateTime AsOf, int Lines, int Stored, int SetAside,
    IReadOnlyList<Sha256> UploadedFiles, IReadOnlyList<Sha256> StoredFiles, Sha256 Records, IReadOnlyList<Sha256> Pictures,
    IReadOnlyList<ImportDoubtKind> Doubts, IReadOnlyList<ExtractFileKind> DoubtedFiles, IReadOnlyList<int> Gone, IReadOnlyList<int> Before) : EventBody
{
    internal const int SinceItNamesPictures = 2;
    internal const int SinceItNamesDoubts = 3;

    /// <inheritdoc/>
    public override int Version => SinceItNamesDoubts;

    /// <summary>What was said to be right.</summary>
    internal IEnumerable<UnlikelyInFile> SaidToBeRight() => Doubts.Select((kind, i) => new UnlikelyInFile(kind, DoubtedFiles[i], Gone[i], Before[i]));
}
