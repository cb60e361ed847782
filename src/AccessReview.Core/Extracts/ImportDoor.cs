using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Asked before an upload is looked at, so that nobody without the right makes the product read a file. A refusal is an event.</summary>
public sealed class ImportDoor(Databases databases, Change change)
{
    internal async Task<Problem?> RefusalAsync(Actor actor, long draftId, string command, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await RecordedAsync(actor, command, await ImportRights.RefusalAsync(db, actor, draftId, cancel), cancel);
    }

    /// <summary>As above, and where the import's source has no such file.</summary>
    internal async Task<Problem?> RefusalAsync(Actor actor, long draftId, ExtractFileKind kind, string command, CancellationToken cancel)
    {
        if (await RefusalAsync(actor, draftId, command, cancel) is { } refusal)
        {
            return refusal;
        }

        await using var db = databases.CreateDbContext();
        var application = await db.ImportDrafts.Where(d => d.Id == draftId).Select(d => d.ApplicationId).SingleAsync(cancel);
        return ImportFileReading.Kinds(application is null ? ExtractKind.People : ExtractKind.Access).Contains(kind) ? null : new Problem("import.kind", "This import has no file of that kind.");
    }

    internal async Task<Problem?> RecordedAsync(Actor actor, string command, Problem? refusal, CancellationToken cancel) =>
        refusal is { Code: Problem.DeniedCode } ? await change.RefuseAsync(actor, command, refusal, cancel) : refusal;
}
