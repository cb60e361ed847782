using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Ends the wait after a sign-off: what the product can carry out itself is carried out now.</summary>
public sealed class ReleaseRemovals(Change change, TimeProvider time)
{
    /// <summary>Releases removals of one campaign, whose evidence shows it; a campaign owner does so.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, IReadOnlyList<long> removalIds, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(ReleaseRemovals), async (scope, token) =>
        {
            if (!scope.Has(Role.CampaignOwner))
            {
                return Problem.Denied("A campaign owner releases removals before their wait is over.");
            }

            var removals = await scope.Db.Removals.AsTracking().Where(r => removalIds.Contains(r.Id)).OrderBy(r => r.Number).ToListAsync(token);
            if (removals.Count == 0 || removals.Count != removalIds.Distinct().Count() || removalIds.Count > NoteDone.MaxRemovals)
            {
                return Problem.NotFound("The removal");
            }

            if (removals.Any(r => r.CampaignId != removals[0].CampaignId))
            {
                return new Problem("removal.campaigns", "Release removals of one campaign at a time.");
            }

            if (removals.FirstOrDefault(r => r.State != RemovalState.Requested) is { } other)
            {
                return new Problem("removal.state", $"R{other.Number} does not wait to be carried out by the product.");
            }

            var now = time.Now();
            foreach (var removal in removals.Where(r => r.NotBefore > now))
            {
                removal.NotBefore = now;
            }

            if (scope.Db.ChangeTracker.HasChanges())
            {
                scope.Record(new RemovalsReleased([.. removals.Select(r => r.Id)]), removals[0].CampaignId);
            }

            return Done.Yes;
        }, cancel);
}

/// <summary>Removals were released before their wait was over.</summary>
public sealed record RemovalsReleased(IReadOnlyList<long> RemovalIds) : EventBody;
