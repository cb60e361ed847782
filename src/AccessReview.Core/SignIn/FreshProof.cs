using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.SignIn;

/// <summary>Whoever signs a statement has proved lately who they are (OWASP ASVS 7.5.3): an open screen signs nothing. In demo mode nobody
/// proves anything, and every statement says so. A sign-in of which the provider does not say when it was may be an old one and is no fresh proof,
/// even when a new one was asked for: whoever sits before the screen can leave that out of the address.</summary>
public sealed class FreshProof(Databases databases, SessionLimits limits, TimeProvider time)
{
    /// <summary>The code of the refusal; the same command can be sent again afterwards.</summary>
    public const string Code = "prove-again";

    /// <summary>Whether the actor could sign just now.</summary>
    public async Task<bool> IsFreshAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await WhyStaleAsync(db, actor, cancel) is null;
    }

    /// <summary>Why the actor may not sign just now; null: they may. By the clock, as proofs are: the record may lie ahead of it, and makes none
    /// older. Read in whatever transaction the context is in.</summary>
    internal async Task<Problem?> WhyStaleAsync(ReviewDb db, Actor actor, CancellationToken cancel)
    {
        if (actor.Method is AuthenticationMethod.Demo or AuthenticationMethod.Product)
        {
            return null;
        }

        var session = await db.Sessions.AsNoTracking().Where(s => s.Key == actor.Session).Select(s => new { s.ProvedAt }).SingleOrDefaultAsync(cancel);
        return session?.ProvedAt is { } proved && !time.HasPassed(limits.Fresh, proved)
            ? null
            : new Problem(Code, $"Whoever signs has proved who they are within {limits.Fresh.TotalMinutes:0} minutes. Prove it once more, then sign.");
    }
}
