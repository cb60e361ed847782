using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Roles;

/// <summary>Gives a person a role of the product. An administrator does it, never for themselves.</summary>
public sealed class GrantRole(Change change)
{
    /// <summary>Grants the role; granting what was granted already changes nothing. What a sign-in carries is held apart: it ends by itself.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long personId, Role role, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(GrantRole), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator))
            {
                return Problem.Denied("Only an administrator grants roles.");
            }

            if (scope.Actor.PersonId == personId)
            {
                return Problem.Denied("Nobody grants a role to themselves. Another administrator can.");
            }

            if (role is not (Role.Administrator or Role.CampaignOwner or Role.Auditor))
            {
                return new Problem("role.unknown", "Choose one role: administrator, campaign owner or auditor.");
            }

            if (await CurrentPeople.FindAsync(scope.Db, personId, token) is not { } person || person.HasLeft(scope.Today))
            {
                return new Problem("role.person", "A role goes to somebody who works here, as the newest staff list has it.");
            }

            if (await scope.Db.RoleGrants.AnyAsync(g => g.PersonId == personId && g.Role == role && g.EndedAt == null && g.Source != RoleSource.Claim, token))
            {
                return Done.Yes;
            }

            scope.Add(new RoleGrant { Id = scope.NewId(), PersonId = personId, Role = role, GrantedBy = scope.Actor.Key, GrantedAt = scope.At });
            scope.Record(new RoleGranted(personId, role));
            return Done.Yes;
        }, cancel);
}

/// <summary>A person was given a role.</summary>
public sealed record RoleGranted(long PersonId, Role Role) : EventBody;
