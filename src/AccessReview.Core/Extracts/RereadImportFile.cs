using AccessReview.Connectors.Files;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Reads an uploaded file of an import in another way: another sheet, another delimiter, another line as heading.</summary>
public sealed class RereadImportFile(FileStore files, ChangeImport change, ImportDoor door, Databases databases)
{
    /// <summary>Keeps the choice if the file is a table that way; else says why not and keeps the old one. What was agreed and set
    /// aside before belonged to other lines and is asked anew.</summary>
    public async Task<Outcome<Done>> RunAsync(Actor actor, long draftId, ExtractFileKind kind, TableReadOptions options, CancellationToken cancel)
    {
        if (await door.RefusalAsync(actor, draftId, nameof(RereadImportFile), cancel) is { } refusal)
        {
            return refusal;
        }

        ImportFileState file;
        await using (var db = databases.CreateDbContext())
        {
            var state = await db.ImportDrafts.AsNoTracking().Where(d => d.Id == draftId).Select(d => d.State).SingleOrDefaultAsync(cancel);
            if (state is null || ImportState.Parse(state).File(kind) is not { } found)
            {
                return Problem.NotFound("That file of the import");
            }

            file = found;
        }

        using var content = new MemoryStream(await files.ReadAsync(file.StoredFileId, cancel));
        return TableFile.Read(content, file.FileName, options).Problem is { } problem
            ? new Problem("import.file." + problem.Code, problem.Sentence)
            : await change.RunAsync(
                actor, draftId, kind, f => f with { Options = options, Mapping = null, SetAside = new Dictionary<int, Connectors.Files.SetAsideReason>() }, cancel);
    }
}
