using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.SignIn;

/// <summary>The first administrator whom the configuration names by an address. While nobody is administrator, a sign-in that proves
/// the address acts as the built-in first administrator, so that a staff list can come in; once it is bound to a person, that person
/// is given the role. That happens once: from then on the key is ignored.</summary>
public sealed class FirstAdministrator(Databases databases, Change change, SignInRules rules, TimeProvider time)
{
    /// <summary>Whether the configured address still counts.</summary>
    public async Task<bool> CountsAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return rules.FirstAdministrator is not null && !await Administrators.AnyAsync(db, await CurrentPolicy.DayAsync(db, time.Now(), cancel), cancel);
    }

    /// <summary>Gives the role to the person, when they are the one named and it still counts.</summary>
    public async Task NameAsync(long personId, ProvenIdentity proven, CancellationToken cancel)
    {
        if (!IsNamed(proven) || !await CountsAsync(cancel))
        {
            return;
        }

        (await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, nameof(FirstAdministrator), async (scope, token) =>
        {
            if (!await Administrators.AnyAsync(scope.Db, scope.Today, token))
            {
                scope.Add(new RoleGrant
                {
                    Id = scope.NewId(), PersonId = personId, Role = Role.Administrator, Source = RoleSource.Configuration, GrantedBy = scope.Actor.Key, GrantedAt = scope.At,
                });
                scope.Record(new FirstAdministratorNamed(personId));
            }

            return Done.Yes;
        }, cancel)).Require();
    }

    /// <summary>Whether somebody who is bound to nobody may act as the built-in first administrator; an event when they may.</summary>
    public async Task<bool> EnterAsync(ProvenIdentity proven, CancellationToken cancel)
    {
        if (!IsNamed(proven) || !await CountsAsync(cancel))
        {
            return false;
        }

        var actor = new Actor(ActorKind.FirstAdministrator, null, proven.Method, "sign-in");
        return (await change.RunAsync<bool>(Guid.NewGuid(), actor, nameof(FirstAdministrator), async (scope, token) =>
        {
            if (await Administrators.AnyAsync(scope.Db, scope.Today, token))
            {
                return false;
            }

            scope.Record(new FirstAdministratorEntered(SignInIdentity.Fingerprint(proven.Issuer, proven.Subject)));
            return true;
        }, cancel)).Require();
    }

    /// <summary>The same for whom the leading directory has no longer: only while another one has the person of that address at work still.
    /// Whoever has left by every list stays out.</summary>
    public async Task<bool> EnterAlthoughGoneAsync(ProvenIdentity proven, CancellationToken cancel)
    {
        if (rules.FirstAdministrator is not { } named || !IsNamed(proven))
        {
            return false;
        }

        await using (var db = databases.CreateDbContext())
        {
            var people = await AddressHolders.FindAsync(db, [named], cancel);
            var today = await CurrentPolicy.DayAsync(db, time.Now(), cancel);
            if (!await CurrentPeople.Known(db).Where(Employment.Here(today)).AnyAsync(r => people.Contains(r.PersonId), cancel))
            {
                return false;
            }
        }

        return await EnterAsync(proven, cancel);
    }

    // Only an address that the provider vouches for names somebody.
    private bool IsNamed(ProvenIdentity proven) =>
        rules.FirstAdministrator is { } named && proven.VerifiedAddresses.Any(address => TextKey.Of(address) == TextKey.Of(named));
}

/// <summary>The person whom the configuration names became the first administrator.</summary>
public sealed record FirstAdministratorNamed(long PersonId) : EventBody;

/// <summary>Somebody who is not on the staff list yet signed in as the first administrator whom the configuration names.</summary>
/// <param name="SignIn">The SHA-256 of issuer and subject, a line break between them.</param>
public sealed record FirstAdministratorEntered(Sha256 SignIn) : EventBody;
