using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Approves or refuses a waiver, as the second person: a campaign owner, the application's owner or, of an assignment, the group's owner, never who asked, never
/// the holder of the access and never who says whose it is.</summary>
public sealed class AnswerWaiver(Change change, TimeProvider time)
{
    /// <summary>Answers, once. Approved, the access stays until the last day of the waiver, instead of that of one that runs; refused, one that runs goes on.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long waiverId, bool approve, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(AnswerWaiver), async (scope, token) =>
        {
            if (await scope.Db.RemovalWaivers.AsNoTracking().SingleOrDefaultAsync(w => w.Id == waiverId, token) is not { } waiver)
            {
                return Problem.NotFound("The waiver");
            }

            var removal = await scope.Db.Removals.AsTracking().SingleAsync(r => r.Id == waiver.RemovalId, token);
            var owns = await RemovalOwners.OwnedBy(scope.Db, scope.Actor.PersonId).AnyAsync(r => r.Id == removal.Id, token);
            if (scope.Actor.PersonId is not { } me || !(scope.Has(Role.CampaignOwner) || owns))
            {
                return Problem.Denied("A waiver is answered by a campaign owner, by the application's owner, or by the owner of the group.");
            }

            if (waiver.AskedById == me)
            {
                return Problem.Denied("A waiver is never answered by the one who asked for it.");
            }

            if (await WhyNotAsync(scope.Db, removal.ItemId, scope.Actor, token) is { } barred)
            {
                return barred;
            }

            if (await scope.Db.WaiverAnswers.AnyAsync(a => a.WaiverId == waiverId, token))
            {
                return new Problem("waiver.answered", $"This waiver for R{removal.Number} is answered already.");
            }

            if (approve && !RemovalRules.SettledStates.Contains(removal.State))
            {
                return new Problem("removal.ended", $"R{removal.Number} is {RemovalWords.Of(removal.State).ToLowerInvariant()}; there is nothing to waive.");
            }

            if (approve && await RemovalUnderWay.ReadAsync(scope.Db, token) == removal.Id)
            {
                return new Problem("removal.under-way", $"R{removal.Number} {RemovalUnderWay.Sentence}");
            }

            if (approve && waiver.Until < (await Moment.OfAsync(scope.Db, time.Now(), token)).Day)
            {
                return new Problem("waiver.over", $"The last day of this waiver, {Clock.Said(waiver.Until)}, is over. Whoever still needs it asks again.");
            }

            var answer = scope.Add(new WaiverAnswer { WaiverId = waiverId, ById = me, At = scope.At, Approved = approve, Method = scope.Actor.Method });
            if (approve)
            {
                (removal.State, removal.WaiverId) = (RemovalState.Waived, waiverId);
                await PutOffAsync(scope, removal, waiver.Until, token);
            }

            scope.Record(new WaiverAnswered(removal.Id, waiverId, approve ? WaiverVerdict.Approved : WaiverVerdict.Refused, waiver.Until) { Rows = answer.ToCovered() }, removal.CampaignId);
            return Done.Yes;
        }, cancel);

    // The time for which two persons let it stay is nobody's delay: afterwards there are as many days as the campaign's policy gives. What was late by then stays late.
    private static async Task PutOffAsync(ChangeScope scope, Removal removal, DateOnly until, CancellationToken cancel)
    {
        var zone = await scope.Db.Campaigns.Where(c => c.Id == removal.CampaignId).Select(c => c.TimeZone).SingleAsync(cancel);
        var day = until.AddDays((await CurrentPolicy.OfCampaignAsync(scope.Db, removal.CampaignId, cancel)).RemovalDueDays);
        if (day > removal.DueDate && RemovalRules.InTime(removal, scope.At, TimeZoneInfo.FindSystemTimeZoneById(zone)))
        {
            (removal.DueDate, removal.DueAt) = (day, null);
        }
    }

    /// <summary>Why the actor may not answer for this access, as they might not review it: it is or could be theirs, or they say whose it is.</summary>
    /// <param name="db">The database.</param>
    /// <param name="itemId">The item whose access it is.</param>
    /// <param name="actor">Who would.</param>
    /// <param name="cancel">Stops.</param>
    /// <param name="does">What somebody else does instead, as the end of a sentence.</param>
    internal static async Task<Problem?> WhyNotAsync(ReviewDb db, long itemId, Actor actor, CancellationToken cancel, string does = "answers")
    {
        var facts = await FactsAsync(db, [itemId], actor, cancel);
        return facts.Exists(f => f.IsOwn(actor.PersonId)) ? Problem.Denied("Nobody decides about their own access.")
            : facts.Exists(f => f.Involved) ? Problem.Denied($"You matched or declared this account, or answer for it, so somebody else {does}.")
            : null;
    }

    /// <summary>Those of the items for whose access the actor may not answer, for the same reasons.</summary>
    internal static async Task<HashSet<long>> BarredAsync(ReviewDb db, List<long> items, Actor actor, CancellationToken cancel) =>
        [.. (await FactsAsync(db, items, actor, cancel)).Where(f => f.IsOwn(actor.PersonId) || f.Involved).Select(f => f.ItemId)];

    private static async Task<List<TurnFacts>> FactsAsync(ReviewDb db, List<long> items, Actor actor, CancellationToken cancel)
    {
        var turns = await db.ReviewTurns.Where(t => EF.Parameter(items).Contains(t.ItemId)).Select(t => t.Id).ToListAsync(cancel);
        return await TurnFactsQuery.ReadAsync(db, turns, actor, cancel);
    }
}

/// <summary>What was answered.</summary>
public enum WaiverVerdict
{
    /// <summary>The access stays until the last day.</summary>
    Approved,

    /// <summary>It goes, as decided.</summary>
    Refused,
}

/// <summary>A second person answered a waiver. Its row is the answer.</summary>
/// <param name="RemovalId">The removal.</param>
/// <param name="WaiverId">The waiver.</param>
/// <param name="Verdict">What was answered.</param>
/// <param name="Until">The last day of the waiver.</param>
public sealed record WaiverAnswered(long RemovalId, long WaiverId, WaiverVerdict Verdict, DateOnly Until) : EventBody;
