using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Overview;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Seats;

/// <summary>Which unused seats somebody can be asked about: of one person each, usable, in no open campaign and not being removed.</summary>
internal static class SeatsToAsk
{
    /// <summary>The accounts, as an assessment has them. Nobody may be known for an account: it is a seat all the same. A service or shared account is
    /// not one person's seat, and its use often shows nowhere.</summary>
    internal static async Task<IReadOnlySet<long>> AccountsAsync(ReviewDb db, long assessmentId, CancellationToken cancel) => (await (
        from assessed in db.AssessedAccounts.AsNoTracking()
        where assessed.AssessmentId == assessmentId && (assessed.Findings & AccessTotals.Unused) != Finding.None
        join record in db.AccountRecords.AsNoTracking() on assessed.AccountRecordId equals record.Id
        where record.Status != AccountStatus.Disabled && !db.Declarations.Any(d => d.Id == assessed.DeclarationId && d.Kind != DeclaredKind.External)
            && !db.ReviewItems.Any(i => i.AccountId == assessed.AccountId && i.ParentItemId == null && db.Campaigns.Any(c => c.Id == i.CampaignId && c.State == CampaignState.Active))
            && !RemovalRules.OnTheirWay(db).Any(r => r.AccountId == assessed.AccountId)
        select assessed.AccountId).ToListAsync(cancel)).ToHashSet();
}
