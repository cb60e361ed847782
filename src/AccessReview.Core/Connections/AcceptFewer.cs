using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Connections;

/// <summary>Says, under a name, that those whom a reading lacks are gone, where its source claims no number that tells whether it is whole. It holds
/// until a reading is complete.</summary>
public sealed class AcceptFewer(Change change)
{
    /// <summary>Says so of the newest reading through a connection; the next one in which as many come is taken.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long connectionId, long extractId, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(AcceptFewer), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator) || scope.Actor.PersonId is null)
            {
                return Problem.Denied("Only an administrator, under their own name, says that those whom a reading lacks are gone.");
            }

            if (await scope.Db.Connections.SingleOrDefaultAsync(c => c.Id == connectionId && c.Active, token) is not { } connection)
            {
                return Problem.NotFound("The connection");
            }

            var newest = await scope.Db.Extracts.Where(e => e.ApplicationId == connection.ApplicationId && e.DirectoryId == connection.DirectoryId).OrderByDescending(e => e.Id).FirstOrDefaultAsync(token);
            if (newest is null || newest.Id != extractId || newest.ConnectionId != connectionId || !newest.LacksMany)
            {
                return Problem.Conflict("The newest reading through this connection is another one by now, or lacks nobody. Look at it again.");
            }

            scope.Record(new FewerAccepted(connectionId, extractId));
            return Done.Yes;
        }, cancel);
}

/// <summary>Somebody said that those whom a reading lacks are gone.</summary>
/// <param name="ConnectionId">The connection.</param>
/// <param name="ExtractId">The incomplete reading.</param>
public sealed record FewerAccepted(long ConnectionId, long ExtractId) : EventBody;
