using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>An account with a finding.</summary>
public sealed record FindingRow(
    long AccountId, string Account, string Email, long ApplicationId, string Application, string Role, AccountStatus Status, Finding Findings, long? PersonId, string? Person,
    DateOnly? EndDate, DateTime? LastUsedAt, LastUsedState LastUsed, MatchKind Match);

/// <summary>A page of accounts with a finding.</summary>
/// <param name="Total">How many accounts there are in all.</param>
/// <param name="People">Of how many people.</param>
/// <param name="From">Rows before the page.</param>
/// <param name="Rows">Those of the page.</param>
/// <param name="Judged">Of the applications asked about, how many the numbers know of.</param>
public sealed record FindingRowsPage(int Total, int People, int From, IReadOnlyList<FindingRow> Rows, JudgedApplications Judged);

/// <summary>The accounts behind a number of the overview.</summary>
public sealed class FindingRows(IDbContextFactory<ReviewDb> databases)
{
    /// <summary>The most rows of a page.</summary>
    public const int MaxRows = 200;

    /// <summary>Accounts with any of the findings, as the newest assessments have them; those of people gone longest first.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="any">Findings of which an account has at least one.</param>
    /// <param name="enabled">Only accounts that can still sign in.</param>
    /// <param name="applicationId">Only of one application; null: of all.</param>
    /// <param name="from">Rows to skip.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<Outcome<FindingRowsPage>> RunAsync(Actor actor, Finding any, bool enabled, long? applicationId, long from, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Sight.RefusalAsync(db, actor, Sight.People, "Administrators, campaign owners and auditors see the accounts of all applications.", cancel) is { } denied)
        {
            return denied;
        }

        var chosen = CurrentAccounts.Of(db).Where(a => (a.Assessed.Findings & any) != Finding.None && (!enabled || a.Record.Status != AccountStatus.Disabled) && (applicationId == null || a.Application.Id == applicationId));
        var total = await chosen.CountAsync(cancel);
        var first = Paging.From(from, MaxRows, total);
        var rows = await (from a in chosen
                          join p in db.PersonRecords on a.Assessed.PersonRecordId equals p.Id into people
                          from p in people.DefaultIfEmpty()
                          orderby p == null || p.EndDate == null, p!.EndDate, a.Record.NameSort, a.Record.Id
                          select new FindingRow(
                              a.Assessed.AccountId, a.Record.Name, a.Record.Email, a.Application.Id, a.Application.Name, a.Record.Role, a.Record.Status, a.Assessed.Findings, a.Assessed.PersonId,
                              p == null ? null : p.Name, p == null ? null : p.EndDate, a.Record.LastUsedAt, a.Record.LastUsedState, a.Assessed.Match))
            .Skip(first).Take(MaxRows).ToListAsync(cancel);
        return new FindingRowsPage(
            total, await chosen.Where(a => a.Assessed.PersonId != null).Select(a => a.Assessed.PersonId).Distinct().CountAsync(cancel), first, rows,
            await JudgedApplications.ReadAsync(db, applicationId, cancel));
    }
}
