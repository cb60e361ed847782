using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.SignIn;

/// <summary>Writes down the roles that a sign-in carried, and ends those it no longer carries. Roles granted in the product stay as
/// they are.</summary>
public sealed class TakeRolesFromClaims(Databases databases, Change change)
{
    private static readonly Role[] All = [Role.Administrator, Role.CampaignOwner, Role.Auditor];

    /// <summary>Makes the person's roles by claim the given ones.</summary>
    public async Task RunAsync(long personId, Role claimed, CancellationToken cancel)
    {
        await using (var db = databases.CreateDbContext())
        {
            if (claimed == (await HeldAsync(db, personId, cancel)).Aggregate(Role.None, (all, grant) => all | grant.Role))
            {
                return;
            }
        }

        (await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, nameof(TakeRolesFromClaims), async (scope, token) =>
        {
            var held = await HeldAsync(scope.Db, personId, token);
            var ended = held.Where(grant => (claimed & grant.Role) == Role.None).ToList();
            ended.ForEach(grant => (grant.EndedAt, grant.EndedBy) = (scope.At, scope.Actor.Key));
            var added = All.Where(role => (claimed & role) != Role.None && held.TrueForAll(grant => grant.Role != role)).ToList();
            added.ForEach(role => scope.Add(new RoleGrant
            {
                Id = scope.NewId(), PersonId = personId, Role = role, Source = RoleSource.Claim, GrantedBy = scope.Actor.Key, GrantedAt = scope.At,
            }));
            if (ended.Count + added.Count > 0)
            {
                scope.Record(new RolesClaimed(personId, added, [.. ended.Select(grant => grant.Role)]));
            }

            return Done.Yes;
        }, cancel)).Require();
    }

    private static Task<List<RoleGrant>> HeldAsync(ReviewDb db, long personId, CancellationToken cancel) =>
        db.RoleGrants.Where(g => g.PersonId == personId && g.EndedAt == null && g.Source == RoleSource.Claim).ToListAsync(cancel);
}

/// <summary>A sign-in carried other roles than the one before.</summary>
/// <param name="PersonId">Whose.</param>
/// <param name="Added">Roles held from now on.</param>
/// <param name="Ended">Roles not held any more.</param>
public sealed record RolesClaimed(long PersonId, IReadOnlyList<Role> Added, IReadOnlyList<Role> Ended) : EventBody;
