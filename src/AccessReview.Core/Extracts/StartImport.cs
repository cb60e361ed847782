using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Starts an import for an application or a directory, or goes on with the one its actor left open.</summary>
public sealed class StartImport(AskedWrites writes, TimeProvider time)
{
    /// <summary>Gives the draft's key. Exactly one of the two sources is named.</summary>
    public Task<Outcome<long>> RunAsync(Actor actor, long? applicationId, long? directoryId, CancellationToken cancel) =>
        writes.RunAsync<long>(actor, nameof(StartImport), async (db, token) =>
        {
            if (await ImportRights.RefusalAsync(db, actor, token) is { } refusal)
            {
                return refusal;
            }

            var known = applicationId is { } application
                ? directoryId is null && await db.Applications.AnyAsync(a => a.Id == application, token)
                : await db.Directories.AnyAsync(d => d.Id == directoryId, token);
            if (!known)
            {
                return Problem.NotFound("The application or directory");
            }

            if (await ScopedSources.RefusalAsync(db, applicationId, directoryId, token) is { } outOfScope)
            {
                return outOfScope;
            }

            var open = await db.ImportDrafts.Where(d => d.ApplicationId == applicationId && d.DirectoryId == directoryId && d.StartedBy == actor.Key && d.ExtractId == null)
                .OrderByDescending(d => d.Id).FirstOrDefaultAsync(token);
            if (open is null)
            {
                open = new ImportDraft { ApplicationId = applicationId, DirectoryId = directoryId, StartedBy = actor.Key, StartedAt = time.Now(), State = ImportState.Empty.Write() };
                db.Add(open);
                await db.SaveChangesAsync(token);
            }

            return open.Id;
        }, cancel);
}
