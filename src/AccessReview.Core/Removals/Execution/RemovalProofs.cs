using AccessReview.Core.Connections;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>What the product will do, or did, for one removal: the preview before, the proof after.</summary>
public sealed class RemovalProofs(Databases databases, ConnectorFactory connectors, TimeProvider time)
{
    /// <summary>All of it.</summary>
    /// <param name="RemovalId">The removal.</param>
    /// <param name="State">How it stands.</param>
    /// <param name="Route">Where it is carried out and whether it will hold, in a sentence.</param>
    /// <param name="Requests">The requests that would be made now, in order: a dry run; empty when it is a person's.</param>
    /// <param name="NotBefore">When the product carries it out; null: it is not the product's.</param>
    /// <param name="DecidedBy">Who decided, in either stage, or closed what the deadline decided, by name and with which of both: never the second person.</param>
    /// <param name="AgreedBy">Who agreed as the second person.</param>
    /// <param name="Attempts">What was tried, in order.</param>
    /// <param name="MayRelease">Whether the reader may end the wait.</param>
    /// <param name="MayAgree">Whether the reader may be the second person.</param>
    /// <param name="Halt">What the second person is to look at first; null: there is nothing of the kind.</param>
    /// <param name="MayTryAgain">Whether the reader may have it tried again.</param>
    public sealed record Facts(
        long RemovalId, RemovalState State, string Route, IReadOnlyList<string> Requests, DateTime? NotBefore, string DecidedBy, string? AgreedBy, IReadOnlyList<Tried> Attempts, bool MayRelease, bool MayAgree,
        string? Halt, bool MayTryAgain);

    /// <summary>One attempt.</summary>
    public sealed record Tried(DateTime At, AttemptAct Act, string Target, AttemptResult Result, string Why, string? ProofSha256);

    /// <summary>The proof, for whoever sees the removal.</summary>
    public async Task<Outcome<Facts>> RunAsync(Actor actor, long removalId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await RemovalFilter.VisibleAsync(db, actor, Roles.Sight.Removals | Roles.Sight.Campaigns, cancel) is not { } visible)
        {
            return Problem.Denied(RemovalFilter.Denied);
        }

        if (await visible.SingleOrDefaultAsync(r => r.Id == removalId, cancel) is not { } removal)
        {
            return Problem.NotFound("The removal");
        }

        var route = RemovalRoute.For(await RouteReader.ReadAsync(db, removal, cancel));
        var roles = await Roles.RolesOf.ActorAsync(db, actor, cancel);
        var owner = (roles & Roles.Role.CampaignOwner) != Roles.Role.None;
        var mayAgree = owner || await RemovalOwners.OwnedBy(db, actor.PersonId).AnyAsync(r => r.Id == removalId, cancel);
        var decided = await WhoDecided.Of(db).Where(d => d.RemovalId == removalId).OrderByDescending(d => d.Asked).ToListAsync(cancel);
        var deciders = decided.Select(d => d.By).Distinct().ToList();
        var names = await PeopleNames.ReadAsync(db, [removal.AgreedById], deciders, cancel);
        return new Facts(
            removalId, removal.State, route.Words, await RequestsAsync(db, route, cancel), removal.State is RemovalState.Requested or RemovalState.WaitingForSecondPerson ? removal.NotBefore : null,
            string.Join(", and ", decided.DistinctBy(d => d.By).Select(d => $"{names.OfActor(d.By)}, who {(d.ByDeadline ? "closed the campaign whose deadline decided it" : "decided it")}")), names[removal.AgreedById],
            [.. (await db.RemovalAttempts.AsNoTracking().Where(a => a.RemovalId == removalId).OrderBy(a => a.Id).ToListAsync(cancel))
                .Select(a => new Tried(a.At, a.Act, a.Target, a.Result, a.Why, a.ProofSha256 is { } hash ? Convert.ToHexStringLower(hash) : null))],
            owner && removal.State == RemovalState.Requested && removal.NotBefore > time.Now(), mayAgree && !deciders.Contains(actor.Key) && removal.State == RemovalState.WaitingForSecondPerson,
            removal.State == RemovalState.WaitingForSecondPerson ? (await HoldAfterTooMuch.FindAsync(db, removalId, route.Steps, cancel))?.Words : null,
            owner && await TryRemovalsAgain.WhyNotAsync(db, removal, cancel) is null);
    }

    private async Task<IReadOnlyList<string>> RequestsAsync(ReviewDb db, RemovalRoute route, CancellationToken cancel)
    {
        var requests = new List<string>();
        foreach (var step in route.Steps)
        {
            var ready = await connectors.ReadyAsync(db, step.ConnectionId, cancel);
            requests.AddRange(ready is { IsOk: true, Value.Remover: { } remover } ? remover.Describe(step.Act) : [ready.Problem?.Sentence ?? "Nothing may be changed through this connection."]);
        }

        return requests;
    }
}
