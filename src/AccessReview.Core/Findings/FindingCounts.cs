using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Findings;

/// <summary>What an assessment found, counted. An account may count under several findings.</summary>
/// <param name="Accounts">Accounts judged.</param>
/// <param name="Exceptions">Accounts with at least one finding.</param>
/// <param name="Disabled">Accounts that cannot sign in.</param>
/// <param name="Unmatched">Accounts that nobody, or more than one person, could have.</param>
/// <param name="UnusedSeats">Usable accounts that are dormant or were never joined: seats paid for and not used.</param>
/// <param name="ByFinding">Accounts by finding, in the order of attention; those that do not occur are absent.</param>
public sealed record FindingCounts(int Accounts, int Exceptions, int Disabled, int Unmatched, int UnusedSeats, IReadOnlyList<(Finding Finding, int Count)> ByFinding)
{
    /// <summary>How many accounts carry the finding.</summary>
    public int Of(Finding finding) => ByFinding.FirstOrDefault(f => f.Finding == finding).Count;

    /// <summary>An account as read and as judged.</summary>
    internal sealed record Judged
    {
        /// <summary>As judged.</summary>
        public required AssessedAccount Assessed { get; init; }

        /// <summary>As read.</summary>
        public required AccountRecord Record { get; init; }
    }

    /// <summary>The accounts of an assessment.</summary>
    internal static IQueryable<Judged> AccountsOf(ReviewDb db, long? assessmentId) =>
        from assessed in db.AssessedAccounts.AsNoTracking()
        join record in db.AccountRecords.AsNoTracking() on assessed.AccountRecordId equals record.Id
        where assessed.AssessmentId == assessmentId
        select new Judged { Assessed = assessed, Record = record };

    /// <summary>Counts an assessment in one scan.</summary>
    public static Task<FindingCounts> OfAsync(ReviewDb db, long assessmentId, CancellationToken cancel) => OfAsync(AccountsOf(db, assessmentId), cancel);

    /// <summary>Counts some accounts of an assessment in one scan.</summary>
    internal static async Task<FindingCounts> OfAsync(IQueryable<Judged> accounts, CancellationToken cancel)
    {
        var kinds = await (
            from a in accounts
            group a by new { a.Assessed.Findings, a.Assessed.Match, Disabled = a.Record.Status == AccountStatus.Disabled } into same
            select new { same.Key.Findings, same.Key.Match, same.Key.Disabled, Count = same.Count() }).ToListAsync(cancel);
        int Sum(Func<Finding, bool> which) => kinds.Where(k => which(k.Findings)).Sum(k => k.Count);
        return new FindingCounts(
            kinds.Sum(k => k.Count), Sum(f => f != Finding.None), kinds.Where(k => k.Disabled).Sum(k => k.Count),
            kinds.Where(k => k.Match is MatchKind.Nobody or MatchKind.Several).Sum(k => k.Count),
            Sum(f => (f & (Finding.Dormant | Finding.NeverJoined)) != Finding.None),
            [.. FindingSentences.Labels.Select(l => (l.Finding, Sum(f => f.HasFlag(l.Finding)))).Where(c => c.Item2 > 0)]);
    }
}
