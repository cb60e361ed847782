using AccessReview.Core.Operation;
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

    /// <summary>Those of what is due that a waiver kept from being held, or took out of it, and that nobody has agreed to since the restore.</summary>
    public static async Task<IReadOnlySet<long>> EscapedAsync(ReviewDb db, IQueryable<Removal> due, CancellationToken cancel)
    {
        if (!await due.AnyAsync(r => r.WaiverId != null, cancel))
        {
            return new HashSet<long>();
        }

        var resumed = await db.AuditEvents.Where(e => e.Type == nameof(ChainResumed)).OrderByDescending(e => e.Seq).Select(e => new { e.Seq, e.At }).FirstOrDefaultAsync(cancel);
        if (resumed is null)
        {
            return new HashSet<long>();
        }

        var agreed = await RemovalBrake.AgreedSinceAsync(db, resumed.Seq, cancel);
        return (await due.Where(r => r.WaiverId != null && r.RequestedAt <= resumed.At).Select(r => r.Id).ToListAsync(cancel)).Where(id => !agreed.Contains(id)).ToHashSet();
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
        if (await scope.Db.Works.AsTracking().SingleOrDefaultAsync(w => w.Kind == CarryOutRemovals.Kind, cancel) is { } job)
        {
            // What was under way in the backup is not: a record that was just put in place carries nothing out.
            job.Arguments = "{}";
        }

        var accounts = await RemovalBrake.AccountsAsync(scope.Db, application, cancel);
        var before = await RemovalBrake.Before(scope.Db, application, scope.At, scope.At).CountAsync(cancel);
        scope.Record(new RemovalsHeld(application, [.. removals.Select(r => r.Id)], removals.Count, accounts, before), campaign);
        return Done.Yes;
    }
}
