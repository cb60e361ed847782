using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.SignIn;

/// <summary>Takes a sign-in from a person: their sessions end, and so do the roles it carried. Its address does not bind it again.</summary>
public sealed class UnbindSignIn(Change change)
{
    /// <summary>Unbinds it; the last one of an administrator stays.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long identityId, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(UnbindSignIn), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator))
            {
                return Problem.Denied("Only an administrator unbinds a sign-in.");
            }

            if (await scope.Db.SignInIdentities.SingleOrDefaultAsync(i => i.Id == identityId && i.Active, token) is not { } identity)
            {
                return Problem.NotFound("This sign-in");
            }

            if ((await LastSignIns.FindAsync(scope.Db, scope.Today, token)).Contains(identity.Id))
            {
                return new Problem(
                    "sign-in.last-administrator", $"This is the last sign-in of an administrator at {identity.Issuer}. Let another administrator sign in there first.");
            }

            await TakeAsync(scope, identity, reason: null, token);
            return Done.Yes;
        }, cancel);

    /// <summary>Takes it from its person and records that.</summary>
    internal static async Task TakeAsync(ChangeScope scope, SignInIdentity identity, PrivateText? reason, CancellationToken cancel)
    {
        identity.Active = false;
        var carried = await scope.Db.RoleGrants.Where(g => g.PersonId == identity.PersonId && g.EndedAt == null && g.Source == RoleSource.Claim).ToListAsync(cancel);
        carried.ForEach(grant => (grant.EndedAt, grant.EndedBy) = (scope.At, scope.Actor.Key));
        Sessions.EndAll(scope, identity.PersonId);
        scope.Record(new SignInUnbound(identity.Id, identity.PersonId, [.. carried.Select(grant => grant.Role)], reason is null ? null : new Sha256(reason.Hash)));
    }
}

/// <summary>A sign-in was taken from a person, and their sessions ended.</summary>
/// <param name="IdentityId">The binding.</param>
/// <param name="PersonId">The person.</param>
/// <param name="RolesEnded">Roles it had carried.</param>
/// <param name="Reason">Why, where an operator's command line did it: the hash of the text kept beside the event.</param>
public sealed record SignInUnbound(long IdentityId, long PersonId, IReadOnlyList<Role> RolesEnded, Sha256? Reason = null) : EventBody
{
    /// <inheritdoc/>
    public override int Version => 2;
}
