using AccessReview.Core.Overview;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Trends;

/// <summary>How one closed campaign ended.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Items">Items in all.</param>
/// <param name="Certified">Of those, certified.</param>
/// <param name="CarriedForward">Of those certified, what was carried forward and not reviewed anew.</param>
/// <param name="Revoked">Of those, revoked, by whomever.</param>
/// <param name="ByDeadline">Of those revoked, what the deadline revoked and not a person.</param>
/// <param name="Changed">Of those, kept at a lower role.</param>
/// <param name="NotReviewed">Of those, not reviewed.</param>
/// <param name="DaysLate">Days closed after it was due; 0: in time.</param>
/// <param name="Removals">Removals asked for, those taken back left out.</param>
/// <param name="Verified">Of those, verified.</param>
/// <param name="MedianHours">Hours from decision to verified, half take at most so long; null: none is verified.</param>
public sealed record CampaignTrend(
    int Number, string Name, int Items, int Certified, int CarriedForward, int Revoked, int ByDeadline, int Changed, int NotReviewed, int DaysLate, int Removals, int Verified, double? MedianHours);

/// <summary>How the last closed campaigns ended.</summary>
/// <param name="Campaigns">The oldest first.</param>
public sealed record TrendView(IReadOnlyList<CampaignTrend> Campaigns);

/// <summary>Reads how the last closed campaigns over everybody ended, to see whether it gets better.</summary>
public sealed class CampaignTrends(Databases databases)
{
    private const int Most = 8;

    /// <summary>Reads them, the oldest first, for campaign owners and auditors.</summary>
    public async Task<Outcome<TrendView>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await CampaignDoor.ToReadAsync(db, actor, cancel) is { } denied ? denied : new TrendView(await ReadAsync(db, cancel));
    }

    private static async Task<IReadOnlyList<CampaignTrend>> ReadAsync(ReviewDb db, CancellationToken cancel)
    {
        var closed = await db.Campaigns.AsNoTracking().OverEverybody().Where(c => c.State == CampaignState.Closed).OrderByDescending(c => c.Number).Take(Most).ToListAsync(cancel);
        var ids = closed.ConvertAll(c => c.Id);
        var ends = await CampaignList.TotalsAsync(db, closed, cancel);
        var carried = await CarriedItems.ByCampaignAsync(db, closed, cancel);
        var fallen = await FallenItems.ByCampaignAsync(db, closed, cancel);
        var removals = (await db.Removals.AsNoTracking().Where(r => ids.Contains(r.CampaignId) && r.State != RemovalState.Cancelled)
            .Select(r => new { r.CampaignId, r.State, r.DecidedAt, r.VerifiedAt }).ToListAsync(cancel)).ToLookup(r => r.CampaignId);
        return
        [
            .. closed.OrderBy(c => c.Number).Select(c =>
            {
                var (kept, changed, revoked) = ends[c.Id];
                var verified = removals[c.Id].Where(r => r.State == RemovalState.Verified).ToList();
                return new CampaignTrend(
                    c.Number, c.Name, c.Items, kept - changed, carried.GetValueOrDefault(c.Id), revoked, fallen.GetValueOrDefault(c.Id), changed, c.Items - kept - revoked,
                    c.EndedAt is { } ended ? c.DaysLateAt(ended) : 0, removals[c.Id].Count(), verified.Count,
                    RemovalTimes.Median([.. verified.Where(r => r.VerifiedAt is not null).Select(r => (r.VerifiedAt!.Value - r.DecidedAt).TotalHours).Order()]));
            }),
        ];
    }
}
