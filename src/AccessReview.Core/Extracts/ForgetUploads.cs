using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Lets go of what imports no longer need: of a staff list only the columns used are kept, so the upload itself is deleted once the
/// reading is stored; and what was uploaded and not imported is deleted after a while.</summary>
public sealed class ForgetUploads(Databases databases, OperationalWrites writes, TableCache tables, TimeProvider time) : IFollowUp
{
    /// <summary>How long uploads wait for their import, after the last of them. They are no reading, which a purge would find, and what they
    /// say is old by then.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public int Order => 5;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        var done = ImportState.Empty.Write();
        await using var db = databases.CreateDbContext();
        foreach (var draft in await db.ImportDrafts.AsNoTracking().Where(d => d.State != done).ToListAsync(cancel))
        {
            if (await IsOverAsync(db, draft, cancel))
            {
                await writes.RunAsync((writable, token) => ForgetAsync(writable, draft.Id, token), cancel);
            }
        }
    }

    private async Task<Done> ForgetAsync(ReviewDb db, long draftId, CancellationToken cancel)
    {
        var draft = await db.ImportDrafts.SingleAsync(d => d.Id == draftId, cancel);
        if (await IsOverAsync(db, draft, cancel))
        {
            var state = ImportState.Parse(draft.State);
            await FileStore.DeleteAsync(db, draft.ExtractId is null ? state.StoredFiles() : state.Files.Where(f => f.Kind == ExtractFileKind.People).Select(f => f.StoredFileId), cancel);
            tables.Forget(state.StoredFiles());
            (draft.State, draft.Version) = (ImportState.Empty.Write(), draft.Version + 1);
        }

        return Done.Yes;
    }

    /// <summary>Imported, or left.</summary>
    private async Task<bool> IsOverAsync(ReviewDb db, ImportDraft draft, CancellationToken cancel)
    {
        var (files, old) = (ImportState.Parse(draft.State).StoredFiles(), time.Now() - Kept);
        return draft.ExtractId is not null || !await db.StoredFiles.AnyAsync(f => files.Contains(f.Id) && f.StoredAt >= old, cancel);
    }
}
