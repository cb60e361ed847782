using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Absences;

/// <summary>Ends an absence before its time, or takes it back before it began: what is undecided goes back.</summary>
public sealed class EndAbsence(Change change)
{
    /// <summary>Ends it: the person, their delegate, or a campaign owner.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long absenceId, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(EndAbsence), async (scope, token) =>
        {
            var absence = await scope.Db.Absences.SingleOrDefaultAsync(a => a.Id == absenceId, token);
            var isTheirs = absence is not null && scope.Actor.PersonId is { } person && (person == absence.PersonId || person == absence.DelegateId);
            if (absence is null || (!isTheirs && !scope.Has(Role.CampaignOwner)))
            {
                return absence is null ? Problem.NotFound("This absence") : Problem.Denied("An absence is ended by the one who is away, by their delegate, or by a campaign owner.");
            }

            if (absence.EndedAt is not null || await AbsenceRules.IsOverAsync(scope, absence.Until, token))
            {
                return new Problem("absence.over", "It is over already.");
            }

            (absence.EndedBy, absence.EndedAt) = (scope.Actor.Key, scope.At);
            scope.Record(new AbsenceEnded(absence.Id, absence.PersonId, absence.DelegateId));
            return Done.Yes;
        }, cancel);
}

/// <summary>An absence was ended before its time.</summary>
public sealed record AbsenceEnded(long AbsenceId, long PersonId, long DelegateId) : EventBody;
