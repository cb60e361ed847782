using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Overview;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Costs;

/// <summary>Works out what access that nobody needs costs a year. Money appears only where its inputs were entered: the price of a seat with
/// its application, hours and what an hour and a missed removal cost in the policy.</summary>
public sealed class ReadCosts(Databases databases)
{
    /// <summary>What makes a removal missed: whoever has the account has left, or is nobody known.</summary>
    public const Finding Missed = Finding.Left | Finding.NobodyKnown;

    /// <summary>What makes a seat unused.</summary>
    public const Finding Unused = AccessTotals.Unused;

    /// <summary>Reads them, for administrators, campaign owners and auditors.</summary>
    public async Task<Outcome<CostView>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await Sight.RefusalAsync(db, actor, Sight.People, "Administrators, campaign owners and auditors see what access costs.", cancel) is { } denied)
        {
            return denied;
        }

        var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
        return await ReadAsync(db, policy, cancel);
    }

    /// <summary>Reads them.</summary>
    internal static async Task<CostView> ReadAsync(ReviewDb db, Policy policy, CancellationToken cancel)
    {
        var applications = await db.Applications.AsNoTracking().OrderBy(a => a.NameKey).Select(a => new { a.Id, a.Name, a.SeatPriceMinor, a.Currency, Judged = a.CurrentAssessmentId != null, Out = a.OutOfScopeSeq != null }).ToListAsync(cancel);
        var usable = CurrentAccounts.Of(db).Where(a => a.Record.Status != AccountStatus.Disabled);
        var seats = await usable.Where(a => (a.Assessed.Findings & Unused) != Finding.None).GroupBy(a => a.Application.Id).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var missed = await usable.CountAsync(a => (a.Assessed.Findings & Missed) != Finding.None, cancel);
        var judged = await JudgedApplications.ReadAsync(db, cancel);
        string? Own(long? price) => price is null ? null : policy.CostCurrency;
        List<CostLine> lines =
        [
            .. applications.Where(a => !a.Out && (seats.ContainsKey(a.Id) || a.SeatPriceMinor is not null)).Select(a => new CostLine(CostKind.UnusedSeats, a.Name, a.Judged ? seats.GetValueOrDefault(a.Id) : null, a.SeatPriceMinor, a.Currency, a.Id)),
            .. policy.HandHoursAYear is { } hours ? [new CostLine(CostKind.HandWork, null, hours, policy.HourCostMinor, Own(policy.HourCostMinor))] : Array.Empty<CostLine>(),
            new CostLine(CostKind.MissedRemovals, null, judged.Any ? missed : null, policy.MissedRemovalCostMinor, Own(policy.MissedRemovalCostMinor)),
        ];
        return new CostView(
            lines, CostView.Sum(lines.Where(l => l.Minor is not null).Select(l => new Money(l.Minor!.Value, l.Currency!))), policy.CostSource,
            await RecoveredAsync(db, applications.Where(a => a.SeatPriceMinor is not null).ToDictionary(a => a.Id, a => new Money(a.SeatPriceMinor!.Value, a.Currency!)), cancel), judged);
    }

    // "Recovered" is what a later reading no longer has: decided, or done by somebody's word, recovers nothing, and nothing is recovered twice.
    private static async Task<IReadOnlyList<RecoveredSeats>> RecoveredAsync(ReviewDb db, Dictionary<long, Money> prices, CancellationToken cancel)
    {
        var gone = await (
            from removal in db.Removals.AsNoTracking().Where(RemovalRules.RecoversSeat(db))
            join campaign in db.Campaigns on removal.CampaignId equals campaign.Id
            group removal by new { campaign.Number, campaign.Name, removal.ApplicationId } into same
            select new { same.Key.Number, same.Key.Name, same.Key.ApplicationId, Count = same.Count() }).ToListAsync(cancel);
        return
        [
            .. gone.GroupBy(g => (g.Number, g.Name)).OrderByDescending(g => g.Key.Number).Select(g => new RecoveredSeats(
                g.Key.Number, g.Key.Name, g.Sum(a => a.Count), g.Where(a => !prices.ContainsKey(a.ApplicationId)).Sum(a => a.Count),
                CostView.Sum(g.Where(a => prices.ContainsKey(a.ApplicationId)).Select(a => new Money(prices[a.ApplicationId].Minor * a.Count, prices[a.ApplicationId].Currency))))),
        ];
    }
}
