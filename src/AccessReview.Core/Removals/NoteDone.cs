using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>What somebody says they did by hand.</summary>
/// <param name="RemovalIds">The removals, all of one campaign.</param>
/// <param name="DoneById">Who did it; somebody else only when a campaign owner says so.</param>
/// <param name="On">On which day.</param>
/// <param name="Reference">A ticket or the like; may be empty.</param>
public sealed record HandWork(IReadOnlyList<long> RemovalIds, long DoneById, DateOnly On, string Reference);

/// <summary>Notes that removals were carried out by hand. A note is a claim: the removal stays open until a reading shows it
/// gone.</summary>
public sealed class NoteDone(Change change)
{
    /// <summary>The most removals of one note.</summary>
    public const int MaxRemovals = 500;

    /// <summary>Notes it; a later note replaces an earlier one, and both stay in the record.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, HandWork work, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(NoteDone), async (scope, token) =>
        {
            var removals = await scope.Db.Removals.Where(r => work.RemovalIds.Contains(r.Id)).OrderBy(r => r.Number).ToListAsync(token);
            if (Refuse(scope, work, removals) is { } problem)
            {
                return problem;
            }

            if (!await scope.Db.People.AnyAsync(p => p.Id == work.DoneById, token))
            {
                return Problem.NotFound("The person who did it");
            }

            foreach (var removal in removals)
            {
                (removal.DoneById, removal.DoneOn, removal.DoneReference) = (work.DoneById, work.On, work.Reference.Trim() is { Length: > 0 } given ? given : null);
            }

            scope.Record(new RemovalsNotedDone([.. removals.Select(r => r.Id)], work.DoneById, work.On), removals[0].CampaignId);
            return Done.Yes;
        }, cancel);

    /// <summary>Whether there are the removals of a note, and not too many.</summary>
    internal static Problem? RefuseNumber(IReadOnlyList<long> asked, List<Removal> found) =>
        asked.Count > MaxRemovals ? new Problem("removal.many", $"At most {MaxRemovals} removals are noted at once.")
        : found.Count == 0 || found.Count != asked.Distinct().Count() ? Problem.NotFound("The removal")
        : null;

    private static Problem? Refuse(ChangeScope scope, HandWork work, List<Removal> removals)
    {
        if (RefuseNumber(work.RemovalIds, removals) is { } number)
        {
            return number;
        }

        if (removals.Any(r => !HandRules.MayNote(scope.Roles, scope.Actor.PersonId, r)))
        {
            return Problem.Denied("A removal is noted as done by the person it waits for, or by a campaign owner.");
        }

        if (!scope.Has(Role.CampaignOwner) && work.DoneById != scope.Actor.PersonId)
        {
            return Problem.Denied("Only a campaign owner notes what somebody else did.");
        }

        if (removals.FirstOrDefault(r => !RemovalRules.IsOpen(r.State)) is { } ended)
        {
            return new Problem("removal.ended", $"R{ended.Number} is {RemovalWords.Of(ended.State).ToLowerInvariant()}; there is nothing left to do.");
        }

        if (removals.Any(r => r.CampaignId != removals[0].CampaignId))
        {
            return new Problem("removal.campaigns", "Note removals of one campaign at a time.");
        }

        // A day is a day somewhere: tomorrow in UTC may be today in Auckland.
        var earliest = removals.Max(r => DateOnly.FromDateTime(r.DecidedAt)).AddDays(-1);
        return work.On > DateOnly.FromDateTime(scope.At).AddDays(1) ? new Problem("removal.future", "The day it was done lies ahead. Note it once it is done.")
            : work.On < earliest ? new Problem("removal.before", "The day it was done lies before the decision to remove.")
            : work.Reference.Trim().Length > Removal.MaxReference ? new Problem("removal.reference", $"A reference has at most {Removal.MaxReference} characters.")
            : null;
    }
}

/// <summary>Removals were noted as done by hand.</summary>
/// <param name="RemovalIds">Which.</param>
/// <param name="DoneById">By whom.</param>
/// <param name="DoneOn">On which day.</param>
public sealed record RemovalsNotedDone(IReadOnlyList<long> RemovalIds, long DoneById, DateOnly DoneOn) : EventBody;
