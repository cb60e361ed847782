using AccessReview.Core.Costs;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Leavers;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>What the newest assessments of all applications add up to.</summary>
internal static class AccessTotals
{
    /// <summary>What makes a seat unused: nobody has used it for long, or ever. A leaver who used it last week is a finding of its own.</summary>
    internal const Finding Unused = Finding.Dormant | Finding.NeverJoined;

    private static readonly Finding[] Shown =
    [
        Finding.Left, Finding.NobodyKnown, Finding.Privileged, Finding.Dormant, Finding.NeverJoined, Finding.DuplicateAfterRename,
        Finding.ServiceOrShared, Finding.ChangedSinceLastReview, Finding.NewSinceLastReview,
    ];

    // The page behind the number lists these rows, the longest first.
    internal static async Task<LeftWithAccess> LeftAsync(OverviewReader reader, CancellationToken cancel)
    {
        var open = await LeaverRows.OpenAsync(reader.Db, reader.Policy.Zone, cancel);
        var longest = open.FirstOrDefault(r => r.Hours is not null);
        return new LeftWithAccess(LeaverFigures.Of(open).OpenPeople, longest?.Hours, longest?.Person);
    }

    internal static async Task<UnusedSeats> SeatsAsync(OverviewReader reader, CancellationToken cancel)
    {
        var seats = await (from account in CurrentAccounts.Of(reader.Db)
                           where (account.Assessed.Findings & Unused) != Finding.None && account.Record.Status != AccountStatus.Disabled
                           group account by account.Application.Id into application
                           select new { Id = application.Key, Seats = application.Count() }).ToListAsync(cancel);
        var prices = await reader.Db.Applications.Where(a => a.SeatPriceMinor != null && a.Currency != null)
            .Select(a => new { a.Id, a.SeatPriceMinor, a.Currency }).ToDictionaryAsync(a => a.Id, cancel);
        var money = CostView.Sum(seats.Where(s => prices.ContainsKey(s.Id)).Select(s => new Money(s.Seats * prices[s.Id].SeatPriceMinor!.Value, prices[s.Id].Currency!)));
        return new UnusedSeats(seats.Sum(s => s.Seats), money, seats.Where(s => !prices.ContainsKey(s.Id)).Sum(s => s.Seats));
    }

    internal static async Task<IReadOnlyList<FindingTotal>> FindingsAsync(OverviewReader reader, CancellationToken cancel)
    {
        var groups = await CurrentAccounts.Of(reader.Db).GroupBy(a => a.Assessed.Findings).Select(g => new { Findings = g.Key, Count = g.Count() }).ToListAsync(cancel);
        return [.. Shown.Select(f => new FindingTotal(f, groups.Where(g => g.Findings.HasFlag(f)).Sum(g => g.Count))).Where(t => t.Accounts > 0)];
    }
}
