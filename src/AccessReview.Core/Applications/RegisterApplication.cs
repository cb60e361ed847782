using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Applications;

/// <summary>Makes an application known, so that its accounts can be read and reviewed.</summary>
public sealed class RegisterApplication(Change change)
{
    /// <summary>Registers it; gives its key.</summary>
    public Task<Outcome<long>> RunAsync(Guid commandId, Actor actor, ApplicationFacts facts, CancellationToken cancel) =>
        change.RunAsync<long>(commandId, actor, nameof(RegisterApplication), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator))
            {
                return Problem.Denied("Only an administrator registers an application.");
            }

            if (await facts.WrongAsync(scope, 0, token) is { } problem)
            {
                return problem;
            }

            var application = scope.Add(new Application { Id = scope.NewId(), Name = facts.Name.Trim(), NameKey = TextKey.Of(facts.Name), Kind = facts.Kind });
            application.Take(facts);
            var roles = PrivilegedRoleChanges.Apply(scope, application.Id, [], facts.PrivilegedRoles);
            scope.Record(new ApplicationRegistered(
                application.Id, facts.Kind, facts.OwnerId, facts.RemoverId, facts.DormantAfterDays, facts.SeatPriceMinor, facts.Currency is null ? null : new Code(facts.Currency), roles.Active, roles.Hash,
                facts.PrivilegedRemovalHours, facts.RemovalHours));
            return application.Id;
        }, cancel);
}

/// <summary>An application was registered.</summary>
/// <param name="ApplicationId">Which.</param>
/// <param name="Kind">Which product it is.</param>
/// <param name="OwnerId">Its owner, if named.</param>
/// <param name="RemoverId">Who carries out removals, if named.</param>
/// <param name="DormantAfterDays">Days without use after which an account is dormant.</param>
/// <param name="SeatPriceMinor">The price of a seat for a year in minor units, if entered.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="PrivilegedRoles">How many roles are privileged.</param>
/// <param name="PrivilegedRolesSha256">SHA-256 over their keys, sorted, one a line.</param>
/// <param name="PrivilegedRemovalHours">Hours within which removals of privileged accounts are due, if set.</param>
/// <param name="RemovalHours">Hours within which other removals are due, if set.</param>
public sealed record ApplicationRegistered(
    long ApplicationId, ApplicationKind Kind, long? OwnerId, long? RemoverId, int DormantAfterDays, long? SeatPriceMinor, Code? Currency, int PrivilegedRoles, Sha256 PrivilegedRolesSha256,
    int? PrivilegedRemovalHours, int? RemovalHours) : EventBody
{
    /// <inheritdoc/>
    public override int Version => 2;
}
