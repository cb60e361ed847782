using AccessReview.Core.Connections;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Asks for a new reading of a connected application or directory; it is made behind the page, which can be left.</summary>
public sealed class AskForReading(Databases databases, AskedWrites writes, Change change, ReadingBell bell, TimeProvider time)
{
    /// <summary>Asks; one under way is the answer too.</summary>
    public async Task<Outcome<Done>> RunAsync(Actor actor, long connectionId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if ((await RolesOf.ActorAsync(db, actor, cancel) & Sight.Sources) == Role.None)
        {
            return await change.RefuseAsync(actor, nameof(AskForReading), Problem.Denied("Only administrators and campaign owners ask for a reading."), cancel);
        }

        if (await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.Id == connectionId && c.Active, cancel) is not { } connection)
        {
            return Problem.NotFound("The connection");
        }

        if (await ScopedSources.RefusalAsync(db, connection.ApplicationId, connection.DirectoryId, cancel) is { } outOfScope)
        {
            return outOfScope;
        }

        var asked = await writes.RunAsync<Done>(actor, nameof(AskForReading), async (write, token) =>
        {
            await ReadingJob.AskAsync(write, connection, actor.Key, time.Now(), token);
            return Done.Yes;
        }, cancel);
        if (asked.IsOk)
        {
            bell.Ring();
        }

        return asked;
    }
}

/// <summary>Wakes whoever reads.</summary>
public sealed class ReadingBell : Bell;
