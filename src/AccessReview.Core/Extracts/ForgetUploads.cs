using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Lets go of what a finished import no longer needs: of a staff list only the columns used are kept, so the upload itself
/// is deleted once the reading is stored.</summary>
public sealed class ForgetUploads(Databases databases, OperationalWrites writes, TableCache tables) : IFollowUp
{
    /// <inheritdoc/>
    public int Order => 5;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        var done = ImportState.Empty.Write();
        await using var db = databases.CreateDbContext();
        foreach (var draftId in await db.ImportDrafts.Where(d => d.ExtractId != null && d.State != done).Select(d => d.Id).ToListAsync(cancel))
        {
            await writes.RunAsync(async (writable, token) =>
            {
                var draft = await writable.ImportDrafts.SingleAsync(d => d.Id == draftId, token);
                foreach (var file in ImportState.Parse(draft.State).Files)
                {
                    tables.Forget(file.StoredFileId);
                    if (file.Kind == ExtractFileKind.People)
                    {
                        await writable.StoredFileChunks.Where(c => c.StoredFileId == file.StoredFileId).ExecuteDeleteAsync(token);
                        await writable.StoredFiles.Where(f => f.Id == file.StoredFileId).ExecuteDeleteAsync(token);
                    }
                }

                (draft.State, draft.Version) = (done, draft.Version + 1);
                return Done.Yes;
            }, cancel);
        }
    }
}
