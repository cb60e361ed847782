using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Roles;

/// <summary>Takes a role of the product from a person. It stops with their next command.</summary>
public sealed class EndRole(Change change)
{
    /// <summary>Ends the role; the last administrator stays.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long personId, Role role, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(EndRole), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator))
            {
                return Problem.Denied("Only an administrator takes roles away.");
            }

            var grants = await scope.Db.RoleGrants.Where(g => g.PersonId == personId && g.Role == role && g.EndedAt == null).ToListAsync(token);
            if (grants.Count == 0)
            {
                return Done.Yes;
            }

            if (role == Role.Administrator && await Administrators.Here(scope.Db, scope.Today).Select(a => a.PersonId).ToListAsync(token) is [var last] && last == personId)
            {
                return new Problem("role.last-administrator", "This is the last administrator. Grant the role to somebody else first.");
            }

            foreach (var grant in grants)
            {
                (grant.EndedAt, grant.EndedBy) = (scope.At, scope.Actor.Key);
            }

            scope.Record(new RoleEnded(personId, role));
            return Done.Yes;
        }, cancel);
}

/// <summary>A role was taken from a person.</summary>
public sealed record RoleEnded(long PersonId, Role Role) : EventBody;
