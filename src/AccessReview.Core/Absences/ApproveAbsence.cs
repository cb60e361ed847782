using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Absences;

/// <summary>Agrees to an absence; from then on it counts.</summary>
public sealed class ApproveAbsence(Change change)
{
    /// <summary>Agrees.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long absenceId, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(ApproveAbsence), async (scope, token) =>
        {
            if (await scope.Db.Absences.SingleOrDefaultAsync(a => a.Id == absenceId, token) is not { } absence)
            {
                return Problem.NotFound("This absence");
            }

            if (await AbsenceRules.WhyNotApproverAsync(scope, absence.PersonId, absence.DelegateId, token) is { } denied)
            {
                return denied;
            }

            if (absence is { ApprovedById: not null } or { EndedAt: not null } || await AbsenceRules.IsOverAsync(scope, absence.Until, token))
            {
                return new Problem("absence.over", "It is approved, ended or over already.");
            }

            (absence.ApprovedById, absence.ApprovedAt) = (scope.Actor.PersonId, scope.At);
            scope.Record(new AbsenceApproved(absence.Id, absence.PersonId, absence.DelegateId));
            return Done.Yes;
        }, cancel);
}

/// <summary>An absence counts from now on.</summary>
public sealed record AbsenceApproved(long AbsenceId, long PersonId, long DelegateId) : EventBody;
