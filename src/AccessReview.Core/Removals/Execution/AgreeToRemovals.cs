using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Agrees, as the second person, to removals that the brake holds: a campaign owner, the application's owner or, of assignments, the
/// group's owner, who did not decide any of them, nor closed the campaign whose deadline did.</summary>
public sealed class AgreeToRemovals(Change change, TimeProvider time)
{
    /// <summary>Agrees to removals of one campaign, whose evidence shows it; they are carried out at once.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, IReadOnlyList<long> removalIds, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(AgreeToRemovals), async (scope, token) =>
        {
            var removals = await scope.Db.Removals.AsTracking().Where(r => removalIds.Contains(r.Id)).OrderBy(r => r.Number).ToListAsync(token);
            if (removals.Count == 0 || removals.Count != removalIds.Distinct().Count() || removalIds.Count > NoteDone.MaxRemovals)
            {
                return Problem.NotFound("The removal");
            }

            var owned = await RemovalOwners.OwnedBy(scope.Db, scope.Actor.PersonId).CountAsync(r => removalIds.Contains(r.Id), token);
            if (scope.Actor.PersonId is not { } person || (!scope.Has(Role.CampaignOwner) && owned != removals.Count))
            {
                return Problem.Denied("A campaign owner, the application's owner or the group's owner agrees as the second person.");
            }

            if (await WhoDecided.Of(scope.Db).AnyAsync(d => removalIds.Contains(d.RemovalId) && d.By == scope.Actor.Key, token))
            {
                return Problem.Denied("The second person is never the one who decided, or who closed what the deadline decided.");
            }

            if (removals.Any(r => r.CampaignId != removals[0].CampaignId))
            {
                return new Problem("removal.campaigns", "Agree to removals of one campaign at a time.");
            }

            if (removals.FirstOrDefault(r => r.State != RemovalState.WaitingForSecondPerson) is { } other)
            {
                return new Problem("removal.state", $"R{other.Number} does not wait for a second person.");
            }

            foreach (var removal in removals)
            {
                (removal.State, removal.AgreedById, removal.NotBefore) = (RemovalState.Requested, person, time.Now());
            }

            scope.Record(new RemovalsAgreed([.. removals.Select(r => r.Id)]), removals[0].CampaignId);
            return Done.Yes;
        }, cancel);
}

/// <summary>A second person agreed to removals that the brake held.</summary>
public sealed record RemovalsAgreed(IReadOnlyList<long> RemovalIds) : EventBody;
