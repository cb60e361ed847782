using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.SignIn;

/// <summary>Binds a sign-in that waits to a person. An administrator does it, never to themselves: who they are is somebody else's word.
/// Nobody has two at one issuer: with a second one somebody else could act as them, and they would not notice.</summary>
public sealed class BindSignIn(Change change)
{
    /// <summary>Binds it.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long waitingId, long personId, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(BindSignIn), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator))
            {
                return Problem.Denied("Only an administrator binds a sign-in to a person.");
            }

            if (scope.Actor.PersonId == personId)
            {
                return Problem.Denied("Nobody binds a sign-in to themselves. Another administrator can.");
            }

            if (await scope.Db.WaitingSignIns.SingleOrDefaultAsync(w => w.Id == waitingId, token) is not { } waits)
            {
                return Problem.NotFound("This sign-in");
            }

            if (await CurrentPeople.FindAsync(scope.Db, personId, token) is not { } person || person.HasLeft(scope.Today))
            {
                return new Problem("sign-in.person", "A sign-in is bound to somebody who works here, as the newest staff list has it.");
            }

            if (await scope.Db.SignInIdentities.AnyAsync(i => i.Issuer == waits.Issuer && i.PersonId == personId && i.Active, token))
            {
                return new Problem("sign-in.another", "This person already has a sign-in there. If it is theirs no more, unbind it first, which ends their sessions; then bind this one.");
            }

            var identity = await scope.Db.SignInIdentities.SingleOrDefaultAsync(i => i.Issuer == waits.Issuer && i.Subject == waits.Subject, token)
                ?? scope.Add(new SignInIdentity
                {
                    Id = scope.NewId(), Issuer = waits.Issuer, Subject = waits.Subject, Address = waits.Address, PersonId = personId, BoundBy = scope.Actor.Key, BoundAt = scope.At,
                });
            (identity.PersonId, identity.Address, identity.Active, identity.BoundBy, identity.BoundAt) = (personId, waits.Address, true, scope.Actor.Key, scope.At);
            scope.Db.Remove(waits);
            scope.Record(new SignInBound(identity.Id, personId, BoundBy.Administrator, SignInIdentity.Fingerprint(identity.Issuer, identity.Subject)));
            return Done.Yes;
        }, cancel);
}
