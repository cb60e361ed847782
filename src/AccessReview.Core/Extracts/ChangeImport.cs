using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Changes what was entered for an import: provenance, mapping, lines set aside. Saved at once; survives a restart. An upload or a picture
/// that is taken out or replaced is deleted with that: no reading holds it, so nobody could purge it.</summary>
public sealed class ChangeImport(AskedWrites writes, TableCache tables)
{
    /// <summary>Replaces the file of the kind by what <paramref name="change"/> makes of it; null takes it out.</summary>
    public Task<Outcome<Done>> RunAsync(Actor actor, long draftId, ExtractFileKind kind, Func<ImportFileState, ImportFileState?> change, CancellationToken cancel) =>
        RunAsync(actor, draftId, state => state.File(kind) is { } file
            ? change(file) is { } changed ? state.With(changed) : state.Without(kind)
            : Problem.NotFound("That file of the import"), cancel);

    internal Task<Outcome<Done>> RunAsync(Actor actor, long draftId, Func<ImportState, Outcome<ImportState>> change, CancellationToken cancel) =>
        writes.RunAsync<Done>(actor, nameof(ChangeImport), async (db, token) =>
        {
            if (await ImportRights.RefusalAsync(db, actor, draftId, token) is { } refusal)
            {
                return refusal;
            }

            var draft = await db.ImportDrafts.SingleAsync(d => d.Id == draftId, token);
            if (draft.ExtractId is not null)
            {
                return new Problem("import.done", "This import is finished. Start another one for other files.");
            }

            var before = ImportState.Parse(draft.State);
            var outcome = change(before);
            if (!outcome.IsOk)
            {
                return outcome.Problem;
            }

            long[] gone = [.. before.StoredFiles().Except(outcome.Value.StoredFiles())];
            await FileStore.DeleteAsync(db, gone, token);
            tables.Forget(gone);
            draft.State = outcome.Value.Write();
            draft.Version++;
            return Done.Yes;
        }, cancel);
}
