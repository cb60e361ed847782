using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>The readings of one application under a campaign and under the one closed before it, and what became of the accounts between.</summary>
/// <param name="Application">The application.</param>
/// <param name="Gone">What is gone, and why.</param>
internal sealed record Bridge(ReviewedApplication Application, GoneAccounts Gone)
{
    /// <summary>The application's name.</summary>
    internal string Name => Application.Name;

    /// <summary>The reading it begins with.</summary>
    internal Extract Before => Gone.Opening;

    /// <summary>The reading it ends with.</summary>
    internal Extract Now => Application.Extract!;

    /// <summary>Accounts it begins with.</summary>
    internal IQueryable<AccountRecord> Opening => In(Before.Id);

    /// <summary>Accounts it ends with.</summary>
    internal IQueryable<AccountRecord> Closing => In(Now.Id);

    /// <summary>Accounts that are new.</summary>
    internal IQueryable<AccountRecord> Joined => Closing.Where(r => !Opening.Any(o => o.AccountId == r.AccountId));

    /// <summary>Accounts of both readings that have another role now.</summary>
    internal IQueryable<AccountRecord> Changed => Closing.Where(r => Opening.Any(o => o.AccountId == r.AccountId && o.RoleKey != r.RoleKey));

    /// <summary>Every bridge of a campaign; none in a first review.</summary>
    internal static async Task<IReadOnlyList<Bridge>> ReadAsync(ReportScope scope, CancellationToken cancel)
    {
        var bridges = new List<Bridge>();
        foreach (var application in scope.Applications)
        {
            if (application is { Plan.PreviousCampaignId: { } previous, Assessment: { } assessment } && scope.Campaign.LaunchedAt is { } launched)
            {
                bridges.Add(new Bridge(application, await GoneAccounts.SinceAsync(scope.Db, previous, assessment, launched, cancel)));
            }
        }

        return bridges;
    }

    private IQueryable<AccountRecord> In(long extract) => Gone.Db.AccountRecords.AsNoTracking().Where(r => r.ExtractId == extract);
}
