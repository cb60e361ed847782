using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Connections;

/// <summary>Says, once for a connection and under a name, that the source claims too few: what comes beyond its own number is real.</summary>
public sealed class AcceptMore(Change change)
{
    /// <summary>Says so.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long connectionId, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(AcceptMore), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator) || scope.Actor.PersonId is not { } person)
            {
                return Problem.Denied("Only an administrator, under their own name, accepts more records than a source claims.");
            }

            if (await scope.Db.Connections.AsTracking().SingleOrDefaultAsync(c => c.Id == connectionId && c.Active, token) is not { } connection)
            {
                return Problem.NotFound("The connection");
            }

            if (!await scope.Db.Extracts.AnyAsync(e => e.ConnectionId == connectionId && e.Completeness == Completeness.Incomplete, token))
            {
                return Problem.Conflict("Nothing was read through this connection yet that has more than its source claims.");
            }

            if (connection.MoreAcceptedBy is null)
            {
                connection.MoreAcceptedBy = person;
                scope.Record(new MoreAccepted(connectionId));
            }

            return Done.Yes;
        }, cancel);
}

/// <summary>Somebody accepted that a source gives more records than it claims.</summary>
public sealed record MoreAccepted(long ConnectionId) : EventBody;
