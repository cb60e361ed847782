using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Connections;

/// <summary>Ends a connection and forgets its secret. What was read through it stays.</summary>
public sealed class EndConnection(Change change)
{
    /// <summary>Ends it.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long connectionId, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(EndConnection), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator))
            {
                return Problem.Denied("Only an administrator ends a connection.");
            }

            if (await scope.Db.Connections.AsTracking().SingleOrDefaultAsync(c => c.Id == connectionId && c.Active, token) is not { } connection)
            {
                return Problem.NotFound("The connection");
            }

            connection.Active = false;
            scope.AfterEvent(after => scope.Db.ConnectionSecrets.Where(s => s.ConnectionId == connectionId).ExecuteDeleteAsync(after));
            scope.Record(new ConnectionEnded(connectionId));
            return Done.Yes;
        }, cancel);
}

/// <summary>A connection was ended.</summary>
public sealed record ConnectionEnded(long ConnectionId) : EventBody;
