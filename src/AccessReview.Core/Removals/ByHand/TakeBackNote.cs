using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Takes back the note that removals were done by hand: they wait again as if nobody had said so, and both stay in the record.</summary>
public sealed class TakeBackNote(Change change)
{
    /// <summary>Takes the notes of removals of one campaign back; whoever is noted to have done them and campaign owners may, until a reading has borne the note out.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, IReadOnlyList<long> removalIds, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(TakeBackNote), async (scope, token) =>
        {
            var removals = await scope.Db.Removals.Where(r => removalIds.Contains(r.Id)).OrderBy(r => r.Number).ToListAsync(token);
            if (NoteDone.RefuseNumber(removalIds, removals) is { } number)
            {
                return number;
            }

            if (removals.Any(r => !HandRules.MayTakeBack(scope.Roles, scope.Actor.PersonId, r)))
            {
                return Problem.Denied("A note that a removal was done is taken back by whoever is noted to have done it, or by a campaign owner.");
            }

            if (removals.Any(r => r.CampaignId != removals[0].CampaignId))
            {
                return new Problem("removal.campaigns", "Take back notes of one campaign at a time.");
            }

            var borneOut = await BorneOut(scope.Db).Where(r => removalIds.Contains(r.Id)).Select(r => r.Id).ToHashSetAsync(token);
            if (removals.Select(r => Refuse(r, borneOut.Contains(r.Id))).OfType<Problem>().FirstOrDefault() is { } problem)
            {
                return problem;
            }

            scope.Record(new RemovalNotesTakenBack([.. removals.Select(r => r.Id)], [.. removals.Select(r => r.DoneById!.Value)], [.. removals.Select(r => r.DoneOn!.Value)]), removals[0].CampaignId);
            foreach (var removal in removals)
            {
                (removal.DoneById, removal.DoneOn, removal.DoneReference) = (null, null, null);
            }

            return Done.Yes;
        }, cancel);

    /// <summary>The removals that a reading has shown gone on the noted day or later: what is noted of them is told as it was when it was seen, whatever came after.</summary>
    internal static IQueryable<Removal> BorneOut(ReviewDb db) => db.Removals.Where(r => r.DoneOn != null
        && db.RemovalChecks.Any(c => c.RemovalId == r.Id && c.Result == RemovalState.Verified && DateOnly.FromDateTime(c.AsOf) >= r.DoneOn));

    private static Problem? Refuse(Removal removal, bool borneOut) =>
        removal.DoneOn is null ? new Problem("note.none", $"R{removal.Number} is not noted as done; there is nothing to take back.")
        : !RemovalRules.IsOpen(removal.State) ? new Problem("note.settled", $"R{removal.Number} is {RemovalWords.Of(removal.State).ToLowerInvariant()}; what was noted of it stays as it is.")
        : borneOut ? new Problem("note.settled", $"A reading has shown R{removal.Number} gone since; what was noted of it stays as it is.")
        : null;
}

/// <summary>The notes that removals were done by hand were taken back.</summary>
/// <param name="RemovalIds">Which.</param>
/// <param name="DoneByIds">Who was noted to have done each.</param>
/// <param name="DoneOn">On which day each.</param>
public sealed record RemovalNotesTakenBack(IReadOnlyList<long> RemovalIds, IReadOnlyList<long> DoneByIds, IReadOnlyList<DateOnly> DoneOn) : EventBody;
