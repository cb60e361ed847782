using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Changes what was entered for an import: provenance, mapping, lines set aside. Saved at once; survives a restart.</summary>
public sealed class ChangeImport(OperationalWrites writes)
{
    /// <summary>Replaces the file of the kind by what <paramref name="change"/> makes of it; null takes it out.</summary>
    public Task<Outcome<Done>> RunAsync(Actor actor, long draftId, ExtractFileKind kind, Func<ImportFileState, ImportFileState?> change, CancellationToken cancel) =>
        RunAsync(actor, draftId, state => state.File(kind) is { } file
            ? change(file) is { } changed ? state.With(changed) : state.Without(kind)
            : Problem.NotFound("That file of the import"), cancel);

    internal Task<Outcome<Done>> RunAsync(Actor actor, long draftId, Func<ImportState, Outcome<ImportState>> change, CancellationToken cancel) =>
        writes.RunAsync<Outcome<Done>>(async (db, token) =>
        {
            if (await ImportRights.RefusalAsync(db, actor, token) is { } refusal)
            {
                return refusal;
            }

            var draft = await db.ImportDrafts.SingleOrDefaultAsync(d => d.Id == draftId, token);
            if (draft is null || draft.ExtractId is not null)
            {
                return draft is null ? Problem.NotFound("The import") : new Problem("import.done", "This import is finished. Start another one for other files.");
            }

            var outcome = change(ImportState.Parse(draft.State));
            if (!outcome.IsOk)
            {
                return outcome.Problem;
            }

            draft.State = outcome.Value.Write();
            draft.Version++;
            return Done.Yes;
        }, cancel);
}
