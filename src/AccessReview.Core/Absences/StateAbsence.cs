using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Absences;

/// <summary>Says that somebody is away and who reviews for them. Everybody says it of themselves, a campaign owner of anybody; whoever may
/// agree to it agrees by stating it.</summary>
public sealed class StateAbsence(Change change)
{
    /// <summary>States it. Answers whether it counts already.</summary>
    public Task<Outcome<bool>> RunAsync(Guid commandId, Actor actor, AbsencePlan plan, CancellationToken cancel) =>
        change.RunAsync<bool>(commandId, actor, nameof(StateAbsence), async (scope, token) =>
        {
            if (scope.Actor is not { Kind: ActorKind.Person, PersonId: { } author } || (author != plan.PersonId && !scope.Has(Role.CampaignOwner)))
            {
                return Problem.Denied("Everybody states their own absence; a campaign owner also somebody else's.");
            }

            if (await AbsenceRules.WrongAsync(scope, plan, token) is { } wrong)
            {
                return wrong;
            }

            var approves = await AbsenceRules.WhyNotApproverAsync(scope, plan.PersonId, plan.DelegateId, token) is null;
            var kept = scope.Keep(plan.Reason.Trim());
            var absence = scope.Add(new Absence
            {
                Id = scope.NewId(), PersonId = plan.PersonId, DelegateId = plan.DelegateId, From = plan.From, Until = plan.Until, ReasonId = kept.Id,
                StatedBy = scope.Actor.Key, StatedAt = scope.At, ApprovedById = approves ? author : null, ApprovedAt = approves ? scope.At : null,
            });
            scope.Record(new AbsenceStated(absence.Id, plan.PersonId, plan.DelegateId, plan.From, plan.Until, new Sha256(kept.Hash), absence.ApprovedById));
            return approves;
        }, cancel);
}

/// <summary>Somebody is to be away.</summary>
/// <param name="AbsenceId">The absence.</param>
/// <param name="PersonId">Who is away.</param>
/// <param name="DelegateId">Who reviews for them.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day.</param>
/// <param name="Reason">The salted hash of the reason.</param>
/// <param name="ApprovedById">Who agreed in the same act; null: it waits for somebody who may.</param>
public sealed record AbsenceStated(long AbsenceId, long PersonId, long DelegateId, DateOnly From, DateOnly Until, Sha256 Reason, long? ApprovedById) : EventBody;
