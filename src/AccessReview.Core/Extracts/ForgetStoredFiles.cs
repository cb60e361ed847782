using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Deletes stored files that nothing names: of imports that were refused, of jobs that were killed.</summary>
public sealed class ForgetStoredFiles(Databases databases, OperationalWrites writes, TimeProvider time) : IFollowUp
{
    private const int AtOnce = 100;
    private DateTime next;

    /// <inheritdoc/>
    public int Order => 92;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        // Once a day: every file is looked at.
        var now = time.Now();
        if (now < next)
        {
            return;
        }

        // What names a file is written after it. After days nothing comes any more.
        var old = now - ForgetUploads.Kept;
        await using var db = databases.CreateDbContext();
        var uncited = await db.StoredFiles.Where(f => f.StoredAt < old && !CitedFiles.Of(db).Contains(f.Id)).Select(f => f.Id).ToListAsync(cancel);
        foreach (var some in uncited.Except(await DraftedAsync(db, cancel)).Chunk(AtOnce))
        {
            await writes.RunAsync(async (writable, token) =>
            {
                // An import may have come to its end since.
                var cited = await CitedFiles.Of(writable).Where(id => some.Contains(id)).ToListAsync(token);
                await FileStore.DeleteAsync(writable, [.. some.Except(cited).Except(await DraftedAsync(writable, token))], token);
                return Done.Yes;
            }, cancel);
        }

        next = now + TimeSpan.FromDays(1);
    }

    private static async Task<IEnumerable<long>> DraftedAsync(ReviewDb db, CancellationToken cancel) =>
        (await db.ImportDrafts.AsNoTracking().Select(d => d.State).ToListAsync(cancel)).SelectMany(d => ImportState.Parse(d).StoredFiles());
}
