using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.SignIn;

/// <summary>Ends every session of a person: a command of theirs is refused from now on, and their open pages close within a minute or two.
/// Everybody may end their own, an administrator anybody's. They may sign in again; whoever must not is unbound, or has left.</summary>
public sealed class EndSessions(Change change, SessionLimits limits, TimeProvider time)
{
    // A node tells the database now and then who is still there, at the latest after this.
    private static readonly TimeSpan Told = Sessions.SeenEvery + TimeSpan.FromMinutes(1);

    /// <summary>Ends them; gives how many of them lasted.</summary>
    public Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, long personId, CancellationToken cancel) =>
        change.RunAsync<int>(commandId, actor, nameof(EndSessions), async (scope, token) =>
        {
            if (scope.Actor.PersonId != personId && !scope.Has(Role.Administrator))
            {
                return Problem.Denied("Only an administrator ends somebody else's sessions.");
            }

            // Those that ran out by themselves are not counted. All end all the same: what a node has seen may not be written yet, and a clock be set back.
            var now = time.Now();
            var (begun, seen) = (now - limits.Absolute, now - limits.Idle - Told);
            var count = await scope.Db.Sessions.CountAsync(s => s.PersonId == personId && s.EndedAt == null && s.StartedAt > begun && s.SeenAt > seen, token);
            if (await scope.Db.Sessions.AnyAsync(s => s.PersonId == personId && s.EndedAt == null, token))
            {
                Sessions.EndAll(scope, personId);
                scope.Record(new SessionsEnded(personId, count));
            }

            return count;
        }, cancel);
}

/// <summary>A person's sessions were ended, by themselves or by an administrator.</summary>
public sealed record SessionsEnded(long PersonId, int Sessions) : EventBody;
