using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Findings;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>The numbers of the Summary, counted in the database and not on the sheets: the workbook then counts them again.</summary>
internal sealed record SummaryCounts(
    long Items, long Accounts, long Assignments, long People, long Privileged, long NotSigned, long LeftOut, long SetAside, long Rerouted,
    IReadOnlyDictionary<TurnState, long> States, IReadOnlyDictionary<DecisionMode, long> Modes, IReadOnlyDictionary<RemovalState, long> RemovalStates,
    long ItemsWithRemoval, long RemovalsExecuted, IReadOnlyList<double> HoursToVerified, long RemovalsLate)
{
    /// <summary>Items that a person decided in this campaign: neither carried forward nor decided by the deadline, alone or with their account.</summary>
    internal required long Reviewed { get; init; }

    /// <summary>Those of them that nobody decided after the campaign was due.</summary>
    internal required long InTime { get; init; }

    internal static async Task<SummaryCounts> ReadAsync(ReportScope scope, IReadOnlyList<SourceFile> files, CancellationToken cancel)
    {
        var db = scope.Db;
        var id = scope.Campaign.Id;
        var items = db.ReviewItems.Where(i => i.CampaignId == id);
        var removals = await db.Removals.AsNoTracking().Where(r => r.CampaignId == id).ToListAsync(cancel);
        var ends = await ItemEnds.ReadAsync(db, id, cancel);
        var all = await items.LongCountAsync(cancel);
        var accounts = await items.LongCountAsync(i => i.GroupId == null, cancel);
        return new SummaryCounts(
            all,
            accounts,
            all - accounts,
            await items.Where(i => i.HolderId != null).Select(i => i.HolderId).Distinct().LongCountAsync(cancel),
            await items.LongCountAsync(i => db.AssessedAccounts.Any(a => a.Id == i.AssessedAccountId && (a.Findings & Finding.Privileged) != Finding.None), cancel),
            ends.Where(e => !e.Signed).Sum(e => (long)e.Count),
            await db.LeftOutAccounts.LongCountAsync(l => l.CampaignId == id, cancel),
            files.Sum(f => (long)f.File.SetAside),
            await db.ReviewTurns.Where(t => t.CampaignId == id && t.Fallback == FallbackReason.OwnAccess).Select(t => t.ItemId).Distinct().LongCountAsync(cancel),
            ends.GroupBy(e => e.State).ToDictionary(g => g.Key, g => g.Sum(e => (long)e.Count)),
            ends.Where(e => e.Mode is not null).GroupBy(e => e.Mode!.Value).ToDictionary(g => g.Key, g => g.Sum(e => (long)e.Count)),
            removals.GroupBy(r => r.State).ToDictionary(g => g.Key, g => g.LongCount()),
            removals.Where(r => r.State != RemovalState.Cancelled).Select(r => r.ItemId).Distinct().Count(),
            removals.Count(r => r.ExecutedAt is not null),
            [.. removals.Select(RemovalsSheet.Hours).Where(h => h is not null).Select(h => h!.Value).Order()],
            removals.Count(r => RemovalsSheet.WithinDue(r, scope.LateAsOf, scope.Zone) == "no"))
        {
            Reviewed = ends.Where(ByPerson).Sum(e => (long)e.Count),
            InTime = ends.Where(e => !e.Late && ByPerson(e)).Sum(e => (long)e.Count),
        };
    }

    /// <summary>The hours that half of the verified removals took at most, as every page says it.</summary>
    internal double? MedianHours => RemovalTimes.Median([.. HoursToVerified]);

    /// <summary>The value below which the given share of the removals lies.</summary>
    internal double? Hours(double share) => HoursToVerified.Count == 0
        ? null
        : HoursToVerified[Math.Clamp((int)Math.Ceiling(share * HoursToVerified.Count) - 1, 0, HoursToVerified.Count - 1)];

    private static bool ByPerson(ItemEnds end) => end is { ByDeadline: false, Mode: not (null or DecisionMode.CarriedForward) };
}
