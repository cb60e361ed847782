using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Applications;

/// <summary>Changes what is said of an application. Where that changes what its accounts are judged by, the assessment is made
/// anew by the follow-ups.</summary>
public sealed class ChangeApplication(Change change)
{
    /// <summary>Changes it.</summary>
    /// <param name="commandId">Makes sending again harmless.</param>
    /// <param name="actor">Who changes it.</param>
    /// <param name="applicationId">The application.</param>
    /// <param name="facts">What is said of it from now on.</param>
    /// <param name="edited">What that was made from, which is a conflict when something else is said by now; null: from nothing.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long applicationId, ApplicationFacts facts, ApplicationFacts? edited, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(ChangeApplication), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator))
            {
                return Problem.Denied("Only an administrator changes an application.");
            }

            if (await scope.Db.Applications.Include(a => a.PrivilegedRoles).SingleOrDefaultAsync(a => a.Id == applicationId, token) is not { } application)
            {
                return Problem.NotFound("The application");
            }

            if (edited is not null && !edited.IsSame(ApplicationFacts.Of(application)))
            {
                return Problem.Conflict("Somebody changed this application while you had it open. Close this without saving, and make your change to what is said of it now.");
            }

            if (await facts.WrongAsync(scope, applicationId, token) is { } problem)
            {
                return problem;
            }

            var (kind, owner, remover, dormant, price) = (application.Kind, application.OwnerId, application.RemoverId, application.DormantAfterDays, application.SeatPriceMinor);
            var (privilegedHours, hours) = (application.PrivilegedRemovalHours, application.RemovalHours);
            application.Take(facts);
            var roles = PrivilegedRoleChanges.Apply(scope, applicationId, [.. application.PrivilegedRoles], facts.PrivilegedRoles);
            if (!scope.Db.ChangeTracker.HasChanges())
            {
                return Done.Yes;
            }

            if (dormant != facts.DormantAfterDays || roles.Added.Count + roles.Ended.Count > 0)
            {
                // What accounts are judged by has changed: nothing may be launched on the old judgement.
                application.CurrentAssessmentId = null;
            }

            scope.Record(new ApplicationChanged(
                applicationId, facts.Kind, kind, facts.OwnerId, owner, facts.RemoverId, remover, facts.DormantAfterDays, dormant, facts.SeatPriceMinor, price, roles.Active, roles.Hash,
                facts.PrivilegedRemovalHours, privilegedHours, facts.RemovalHours, hours, roles.Added, roles.Ended));
            return Done.Yes;
        }, cancel);
}

/// <summary>An application was changed: each fact as it is and as it was.</summary>
/// <param name="ApplicationId">Which.</param>
/// <param name="Kind">Which product it is.</param>
/// <param name="KindBefore">Which it was.</param>
/// <param name="OwnerId">Its owner.</param>
/// <param name="OwnerBefore">Who was.</param>
/// <param name="RemoverId">Who carries out removals.</param>
/// <param name="RemoverBefore">Who did.</param>
/// <param name="DormantAfterDays">Days without use after which an account is dormant.</param>
/// <param name="DormantBefore">How many it were.</param>
/// <param name="SeatPriceMinor">The price of a seat for a year in minor units.</param>
/// <param name="PriceBefore">What it was.</param>
/// <param name="PrivilegedRoles">How many roles are privileged now.</param>
/// <param name="PrivilegedRolesSha256">SHA-256 over their keys, sorted, one a line.</param>
/// <param name="PrivilegedRemovalHours">Hours within which removals of privileged accounts are due; none: the policy's days.</param>
/// <param name="PrivilegedRemovalHoursBefore">How many it were.</param>
/// <param name="RemovalHours">Hours within which other removals are due; none: the policy's days.</param>
/// <param name="RemovalHoursBefore">How many it were.</param>
/// <param name="PrivilegedRolesAdded">The roles that are privileged since.</param>
/// <param name="PrivilegedRolesEnded">The roles that are privileged no more.</param>
public sealed record ApplicationChanged(
    long ApplicationId, ApplicationKind Kind, ApplicationKind KindBefore, long? OwnerId, long? OwnerBefore, long? RemoverId, long? RemoverBefore,
    int DormantAfterDays, int DormantBefore, long? SeatPriceMinor, long? PriceBefore, int PrivilegedRoles, Sha256 PrivilegedRolesSha256,
    int? PrivilegedRemovalHours, int? PrivilegedRemovalHoursBefore, int? RemovalHours, int? RemovalHoursBefore,
    IReadOnlyList<long> PrivilegedRolesAdded, IReadOnlyList<long> PrivilegedRolesEnded) : EventBody
{
    /// <inheritdoc/>
    public override int Version => 3;
}
