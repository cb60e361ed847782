using AccessReview.Connectors.Files;

namespace AccessReview.Core.Extracts;

/// <summary>Takes an uploaded file into an import: stores its bytes and looks whether it is a table at all.</summary>
public sealed class AddImportFile(FileStore files, TableCache tables, ChangeImport change, ImportDoor door)
{
    /// <summary>Stores the upload under its kind, in the place of an earlier one. A kind that the import has not is refused, and a file that is no table with the
    /// reader's sentence. The upload is read twice.</summary>
    public async Task<Outcome<Done>> RunAsync(
        Actor actor, long draftId, ExtractFileKind kind, string fileName, Stream content, TableReadOptions? options, CancellationToken cancel)
    {
        if (await door.RefusalAsync(actor, draftId, kind, nameof(AddImportFile), cancel) is { } refusal)
        {
            return refusal;
        }

        var read = TableFile.Read(content, fileName, options);
        if (!read.Succeeded)
        {
            return new Problem("import.file." + read.Problem.Code, read.Problem.Sentence);
        }

        content.Position = 0;
        var stored = await files.StoreAsync(content, cancel);
        tables.Keep(stored.Id, options ?? new TableReadOptions(), read.Table);
        var name = Path.GetFileName(fileName);
        return await change.RunAsync(actor, draftId, state => state.With(new ImportFileState
        {
            Kind = kind,
            FileName = name.Length <= ExtractFile.MaxFileName ? name : name[^ExtractFile.MaxFileName..],
            StoredFileId = stored.Id,
            Sha256 = Convert.ToHexStringLower(stored.Sha256),
            Bytes = stored.Length,
            Options = options ?? new TableReadOptions(),
            Provenance = state.Files.FirstOrDefault(f => !f.Provenance.IsUnstated) is { } other ? new Provenance().Together(other.Provenance) : new Provenance(),
        }), cancel);
    }
}
