using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.SignIn;

/// <summary>Finds the person a sign-in is bound to and, the first time, binds it by an address that its provider vouches for and
/// that one person of the staff list has. Where anything is in doubt nobody is bound.</summary>
public sealed class BindByAddress(Databases databases, Change change, TimeProvider time)
{
    /// <summary>The person, or why there is none.</summary>
    public sealed record Answer(long? PersonId, WhyNotBound? Why);

    /// <summary>Finds or binds.</summary>
    public async Task<Answer> RunAsync(ProvenIdentity proven, CancellationToken cancel)
    {
        await using (var db = databases.CreateDbContext())
        {
            if (await KnownAsync(db, proven, cancel) is { } known)
            {
                return known;
            }
        }

        return (await change.RunAsync<Answer>(Guid.NewGuid(), Actor.Product, nameof(BindByAddress), async (scope, token) =>
        {
            var answer = await KnownAsync(scope.Db, proven, token) ?? await ResolveAsync(scope.Db, proven, token);
            if (answer.PersonId is { } person)
            {
                var identity = scope.Add(new SignInIdentity
                {
                    Id = scope.NewId(), Issuer = proven.Issuer, Subject = proven.Subject, Address = proven.ShownAddress, PersonId = person, BoundBy = scope.Actor.Key, BoundAt = scope.At,
                });
                await WaitingSignIns.RemoveAsync(scope, proven.Issuer, proven.Subject, token);
                scope.Record(new SignInBound(identity.Id, person, BoundBy.Address, SignInIdentity.Fingerprint(proven.Issuer, proven.Subject)));
            }

            return answer;
        }, cancel)).Require();
    }

    private static async Task<Answer?> KnownAsync(ReviewDb db, ProvenIdentity proven, CancellationToken cancel)
    {
        var identity = await db.SignInIdentities.AsNoTracking().SingleOrDefaultAsync(i => i.Issuer == proven.Issuer && i.Subject == proven.Subject, cancel);
        return identity is null ? null : identity.Active ? new Answer(identity.PersonId, null) : new Answer(null, WhyNotBound.Unbound);
    }

    private async Task<Answer> ResolveAsync(ReviewDb db, ProvenIdentity proven, CancellationToken cancel)
    {
        if (proven.VerifiedAddresses.Count == 0)
        {
            return new Answer(null, proven.ShownAddress.Length == 0 ? WhyNotBound.NoAddress : WhyNotBound.NotVerified);
        }

        var people = await AddressHolders.FindAsync(db, proven.VerifiedAddresses, cancel);
        if (people is not [var person])
        {
            return new Answer(null, people.Count == 0 ? WhyNotBound.NobodyKnown : WhyNotBound.SeveralPeople);
        }

        if (await CurrentPeople.FindAsync(db, person, cancel) is not { } record || record.HasLeft(await CurrentPolicy.DayAsync(db, time.Now(), cancel)))
        {
            return new Answer(null, WhyNotBound.HasLeft);
        }

        return await db.SignInIdentities.AnyAsync(i => i.Issuer == proven.Issuer && i.PersonId == person && i.Active, cancel)
            ? new Answer(null, WhyNotBound.AnotherSignIn)
            : new Answer(person, null);
    }
}

/// <summary>What bound a sign-in.</summary>
public enum BoundBy
{
    /// <summary>An address that its provider vouches for.</summary>
    Address,

    /// <summary>An administrator.</summary>
    Administrator,
}

/// <summary>A sign-in was bound to a person.</summary>
/// <param name="IdentityId">The binding.</param>
/// <param name="PersonId">The person.</param>
/// <param name="By">What bound it.</param>
/// <param name="SignIn">The SHA-256 of issuer and subject, a line break between them.</param>
public sealed record SignInBound(long IdentityId, long PersonId, BoundBy By, Sha256 SignIn) : EventBody;
