using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Asks that access stays for a time although its removal was decided, or for longer while a waiver runs. Nothing changes until another person with a say
/// approves.</summary>
public sealed class AskForWaiver(Change change, TimeProvider time)
{
    /// <summary>Asks, with a reason and the last day on which it stays. A campaign owner, the application's owner and whoever the removal
    /// waits for may ask.</summary>
    /// <returns>The waiver's key.</returns>
    public Task<Outcome<long>> RunAsync(Guid commandId, Actor actor, long removalId, DateOnly until, string reason, CancellationToken cancel) =>
        change.RunAsync<long>(commandId, actor, nameof(AskForWaiver), async (scope, token) =>
        {
            if (await scope.Db.Removals.AsNoTracking().SingleOrDefaultAsync(r => r.Id == removalId, token) is not { } removal)
            {
                return Problem.NotFound("The removal");
            }

            var owns = await scope.Db.Applications.AnyAsync(a => a.Id == removal.ApplicationId && a.OwnerId != null && a.OwnerId == scope.Actor.PersonId, token);
            if (scope.Actor.PersonId is not { } me || !(scope.Has(Role.CampaignOwner) || owns || removal.PersonId == me))
            {
                return Problem.Denied("A waiver is asked for by a campaign owner, by the application's owner, or by whoever carries the removal out.");
            }

            if (!RemovalRules.SettledStates.Contains(removal.State))
            {
                return new Problem("removal.ended", $"R{removal.Number} is {RemovalWords.Of(removal.State).ToLowerInvariant()}; there is nothing to waive.");
            }

            var now = await Moment.OfAsync(scope.Db, time.Now(), token);
            if (WaiverRules.Check(until, now.Day, reason) is { } wrong)
            {
                return wrong;
            }

            if (removal.State == RemovalState.Waived && await scope.Db.RemovalWaivers.Where(w => w.Id == removal.WaiverId).Select(w => w.Until).SingleAsync(token) is var runs && until <= runs)
            {
                return new Problem("waiver.until", $"R{removal.Number} stays until {Clock.Said(runs)} already. Choose a later last day.");
            }

            if (await scope.Db.Removals.Where(WaiverQueries.Asked(scope.Db, now)).AnyAsync(r => r.Id == removalId, token))
            {
                return new Problem("waiver.asked", $"A waiver for R{removal.Number} waits for an answer already.");
            }

            var kept = scope.Keep(reason.Trim());
            var waiver = scope.Add(new RemovalWaiver { Id = scope.NewId(), RemovalId = removalId, AskedById = me, At = scope.At, Until = until, ReasonId = kept.Id, ReasonHash = kept.Hash });
            scope.Record(new WaiverAsked(removalId, waiver.Id, until) { Rows = waiver.ToCovered() }, removal.CampaignId);
            return waiver.Id;
        }, cancel);
}

/// <summary>What a waiver must say.</summary>
internal static class WaiverRules
{
    /// <summary>What is wrong with the day or the reason; null when nothing.</summary>
    /// <param name="until">The last day on which the access stays.</param>
    /// <param name="today">Today, in the policy's time zone.</param>
    /// <param name="reason">Why it stays.</param>
    public static Problem? Check(DateOnly until, DateOnly today, string reason) =>
        until <= today || until > today.AddYears(1)
            ? new Problem("waiver.until", $"Choose a last day after today and at most one year ahead, so not after {Clock.Said(today.AddYears(1))}.")
            : reason.Trim().Length is < RemovalWaiver.MinReason or > RemovalWaiver.MaxReason
                ? new Problem("waiver.reason", $"Say why the access stays, in {RemovalWaiver.MinReason} to {RemovalWaiver.MaxReason} characters.")
                : null;
}

/// <summary>Somebody asked that access stays. Its row is the waiver.</summary>
/// <param name="RemovalId">The removal.</param>
/// <param name="WaiverId">The waiver.</param>
/// <param name="Until">The last day on which it stays.</param>
public sealed record WaiverAsked(long RemovalId, long WaiverId, DateOnly Until) : EventBody;
