using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Has the product carry out once more what it could not, or what a reading shows although it had: what stood in the way may be gone. A person says
/// so, never the product by itself, and the brake looks at it anew, whoever agreed to it before.</summary>
public sealed class TryRemovalsAgain(Change change, TimeProvider time)
{
    private static readonly RemovalState[] States = [RemovalState.Failed, RemovalState.StillPresent, RemovalState.Reappeared];

    /// <summary>Has removals of one campaign tried again, whose evidence shows it; a campaign owner does so.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, IReadOnlyList<long> removalIds, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(TryRemovalsAgain), async (scope, token) =>
        {
            if (!scope.Has(Role.CampaignOwner))
            {
                return Problem.Denied("A campaign owner has removals tried again.");
            }

            var removals = await scope.Db.Removals.AsTracking().Where(r => removalIds.Contains(r.Id)).OrderBy(r => r.Number).ToListAsync(token);
            if (removals.Count == 0 || removals.Count != removalIds.Distinct().Count() || removalIds.Count > NoteDone.MaxRemovals)
            {
                return Problem.NotFound("The removal");
            }

            if (removals.Any(r => r.CampaignId != removals[0].CampaignId))
            {
                return new Problem("removal.campaigns", "Have removals of one campaign tried again at a time.");
            }

            var now = time.Now();
            foreach (var removal in removals)
            {
                if (await WhyNotAsync(scope.Db, removal, token) is { } why)
                {
                    return new Problem("removal.again", $"R{removal.Number} is not tried again. {why}");
                }

                (removal.State, removal.NotBefore, removal.Tries, removal.AgreedById) = (RemovalState.Requested, now, 0, null);
            }

            scope.Record(new RemovalsTriedAgain([.. removals.Select(r => r.Id)]), removals[0].CampaignId);
            return Done.Yes;
        }, cancel);

    /// <summary>Whether the product was to carry it out, and could not, or a reading shows it all the same.</summary>
    internal static bool MayBe(Removal removal) => removal.NotBefore is not null && States.Contains(removal.State);

    /// <summary>Why it is not tried again, in a sentence; null: it may be.</summary>
    internal static async Task<string?> WhyNotAsync(ReviewDb db, Removal removal, CancellationToken cancel)
    {
        if (!MayBe(removal))
        {
            return removal.NotBefore is null ? "It was never the product’s to carry out." : $"It is {RemovalWords.Of(removal.State).ToLowerInvariant()}.";
        }

        if (await db.Campaigns.AnyAsync(c => c.Id == removal.CampaignId && c.State == CampaignState.Cancelled, cancel))
        {
            return "Its campaign was given up.";
        }

        if (await db.RemovalAttempts.AnyAsync(a => a.RemovalId == removal.Id && a.Result == AttemptResult.TooMuch, cancel))
        {
            return "When it was, others lost their access as well.";
        }

        var route = RemovalRoute.For(await RouteReader.ReadAsync(db, removal, cancel));
        return route.Steps.Count == 0 ? route.Words : null;
    }
}

/// <summary>Removals that the product could not carry out, or that a reading shows all the same, are to be tried again.</summary>
/// <param name="RemovalIds">Which.</param>
public sealed record RemovalsTriedAgain(IReadOnlyList<long> RemovalIds) : EventBody;
