using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Holds what the product would carry out by itself once a record goes on from an earlier state: the events that were lost may have taken it
/// back, waived it, or said that it was done. Whoever knows agrees to it as the second person.</summary>
internal static class HoldRestored
{
    /// <summary>Holds it, an event for each campaign and application.</summary>
    public static async Task RunAsync(Databases databases, Change change, string command, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var parts = await Asked(db).GroupBy(r => new { r.ApplicationId, r.CampaignId }).Select(g => g.Key).OrderBy(p => p.ApplicationId).ThenBy(p => p.CampaignId).ToListAsync(cancel);
        foreach (var part in parts)
        {
            (await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, command, (scope, token) => HoldAsync(scope, part.ApplicationId, part.CampaignId, token), cancel)).Require();
        }
    }

    private static IQueryable<Removal> Asked(ReviewDb db) => db.Removals.Where(r => r.State == RemovalState.Requested);

    private static async Task<Outcome<Done>> HoldAsync(ChangeScope scope, long application, long campaign, CancellationToken cancel)
    {
        var removals = await Asked(scope.Db).AsTracking().Where(r => r.ApplicationId == application && r.CampaignId == campaign).OrderBy(r => r.Number).ToListAsync(cancel);
        if (removals.Count == 0)
        {
            return Done.Yes;
        }

        removals.ForEach(r => (r.State, r.AgreedById) = (RemovalState.WaitingForSecondPerson, null));
        var accounts = await scope.Db.Extracts.Where(e => e.Id == scope.Db.Applications.Single(a => a.Id == application).CurrentExtractId).Select(e => e.Records).SingleOrDefaultAsync(cancel);
        var before = await RemovalBrake.Before(scope.Db, application, scope.At).CountAsync(cancel);
        scope.Record(new RemovalsHeld(application, [.. removals.Select(r => r.Id)], removals.Count, accounts, before), campaign);
        return Done.Yes;
    }
}
