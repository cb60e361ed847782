using AccessReview.Core.Persistence;

namespace AccessReview.Core.Extracts;

/// <summary>Asked before an upload is looked at, so that nobody without the right makes the product read a file. A refusal is an event.</summary>
public sealed class ImportDoor(Databases databases, Change change)
{
    internal async Task<Problem?> RefusalAsync(Actor actor, long draftId, string command, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await RecordedAsync(actor, command, await ImportRights.RefusalAsync(db, actor, draftId, cancel), cancel);
    }

    internal async Task<Problem?> RecordedAsync(Actor actor, string command, Problem? refusal, CancellationToken cancel) =>
        refusal is { Code: Problem.DeniedCode } ? await change.RefuseAsync(actor, command, refusal, cancel) : refusal;
}
