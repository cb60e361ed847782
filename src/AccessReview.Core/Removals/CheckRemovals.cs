using System.Collections.Concurrent;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Purging;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Holds every complete reading against the removals decided before it, also those verified long ago: gone, still there,
/// or there again; where the reading leaves out what would tell, nothing. One event for each reading and campaign, so that a campaign's evidence shows its own.</summary>
public sealed class CheckRemovals(IDbContextFactory<ReviewDb> databases, Change change) : IFollowUp
{
    // What a stored reading leaves out, or came too early for, never changes: a pair that told nothing is not asked again until the campaign has other removals for
    // it, or others of them wait for a second person.
    private readonly ConcurrentDictionary<(string? Database, long ExtractId, long CampaignId), (int Removals, int Held)> silent = new();

    /// <inheritdoc/>
    public int Order => 20;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var (extractId, campaignId) in await LeftToDoAsync(cancel))
        {
            var held = await change.RunAsync<Done>(
                Guid.NewGuid(), Actor.Product, nameof(CheckRemovals), (scope, token) => CheckAsync(scope, extractId, campaignId, token), cancel);
            held.Require();
        }
    }

    private async Task<List<(long ExtractId, long CampaignId)>> LeftToDoAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var database = db.Database.GetConnectionString();
        var pairs = (await ReadingsOfRemovals.Unchecked(db).GroupBy(p => new { p.Extract.Id, p.Extract.AsOf, p.Removal.CampaignId })
            .Select(g => new
            {
                g.Key.Id, g.Key.AsOf, g.Key.CampaignId, Count = g.Count(), Held = g.Count(p => p.Removal.State == RemovalState.WaitingForSecondPerson),
                MayBeSilent = g.Count(p => p.Removal.ChangeTo != null || p.Removal.ExecutedAt != null || p.Removal.State == RemovalState.WaitingForSecondPerson),
            }).ToListAsync(cancel))
            .Where(p => silent.GetValueOrDefault((database, p.Id, p.CampaignId)) != (p.Count, p.Held)).ToList();
        if (pairs.Count == 0)
        {
            return [];
        }

        // What a purged reading left out is no longer known.
        var purged = await PurgeRules.DoneAsync(db, cancel);
        var left = new List<(long ExtractId, long CampaignId)>();
        foreach (var pair in pairs.Where(p => !purged.Contains(p.Id)).OrderBy(p => p.AsOf).ThenBy(p => p.Id).ThenBy(p => p.CampaignId))
        {
            var tellsAll = pair.MayBeSilent == 0 && (await LeftOut.OfAsync(db, pair.Id, cancel)).IsNothing;
            if (tellsAll || (await ToldAsync(db, pair.Id, pair.CampaignId, cancel)).Count > 0)
            {
                left.Add((pair.Id, pair.CampaignId));
            }
            else
            {
                silent[(database, pair.Id, pair.CampaignId)] = (pair.Count, pair.Held);
            }
        }

        return left;
    }

    private static async Task<List<SeenRemoval>> ToldAsync(ReviewDb db, long extractId, long campaignId, CancellationToken cancel) =>
        (await ReadingsOfRemovals.ReadAsync(db, extractId, db.Removals.Where(r => r.CampaignId == campaignId), cancel)).FindAll(s => s.Silence is null);

    private static async Task<Outcome<Done>> CheckAsync(ChangeScope scope, long extractId, long campaignId, CancellationToken cancel)
    {
        var found = await ToldAsync(scope.Db, extractId, campaignId, cancel);
        if (found.Count == 0)
        {
            return Done.Yes;
        }

        using var rows = new RowsHash();
        var results = new Dictionary<RemovalState, int>();
        foreach (var one in found)
        {
            var result = RemovalRules.Judge(one.Present, one.WasGone);
            results[result] = results.GetValueOrDefault(result) + 1;
            var check = scope.Add(new RemovalCheck { Id = scope.NewId(), RemovalId = one.Removal.Id, ExtractId = extractId, Result = result, AsOf = one.AsOf });
            rows.Add(check.ToRowText().Hash());
            if (!one.Newer)
            {
                Apply(one.Removal, result, check);
            }
        }

        scope.Record(
            new RemovalsChecked(extractId, results.GetValueOrDefault(RemovalState.Verified), results.GetValueOrDefault(RemovalState.StillPresent), results.GetValueOrDefault(RemovalState.Reappeared))
            {
                Rows = rows.ToCovered(),
            },
            campaignId);
        return Done.Yes;
    }

    // A reading that came in late, after one of a later state, is kept as a check and does not turn the clock back.
    // That waived access is still there is what the waiver says; the reading counts once it has ended.
    private static void Apply(Removal removal, RemovalState result, RemovalCheck check)
    {
        if (removal.State == RemovalState.Waived && result != RemovalState.Verified)
        {
            removal.LastExtractId = check.ExtractId;
            return;
        }

        if (result != RemovalState.Verified)
        {
            removal.VerifiedAt = null;
        }
        else if (removal.State != RemovalState.Verified)
        {
            removal.VerifiedAt = check.AsOf;
        }

        (removal.State, removal.LastExtractId) = (result, check.ExtractId);
    }
}

/// <summary>A reading was held against a campaign's removals.</summary>
/// <param name="ExtractId">The reading.</param>
/// <param name="Verified">Removals it shows gone.</param>
/// <param name="StillPresent">Removals it still shows.</param>
/// <param name="Reappeared">Removals that were gone and that it shows again.</param>
public sealed record RemovalsChecked(long ExtractId, int Verified, int StillPresent, int Reappeared) : EventBody;
