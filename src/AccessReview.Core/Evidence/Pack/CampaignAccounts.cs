using System.Runtime.CompilerServices;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Findings;
using AccessReview.Core.Overview;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Pack;

/// <summary>Every account of the readings under a campaign, in the order of the applications and of the keys: what completeness is computed again from
/// without the product. So many at a time that a large application needs no memory.</summary>
internal static class CampaignAccounts
{
    private const int AtOnce = 4000;

    internal static async IAsyncEnumerable<PackAccount> ReadAsync(
        ReviewDb db, IReadOnlyList<ReviewedApplication> applications, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        foreach (var application in applications)
        {
            if (application is not { Assessment.Id: var assessment, Extract: { } extract })
            {
                continue;
            }

            var after = 0L;
            while (await NextAsync(db, assessment, after, cancel) is [.., var last] read)
            {
                var held = extract.CoversAssignments
                    ? (await (
                        from assessed in db.AssessedAccounts.AsNoTracking()
                        where assessed.AssessmentId == assessment && assessed.AccountId > after && assessed.AccountId <= last.AccountId
                        join assigned in db.AssignmentRecords on assessed.AccountRecordId equals assigned.AccountRecordId
                        orderby assigned.Id
                        select new { assigned.AccountRecordId, assigned.GroupId }).ToListAsync(cancel)).ToLookup(a => a.AccountRecordId, a => a.GroupId)
                    : null;
                foreach (var (_, account) in read)
                {
                    yield return account with { Extract = application.ExtractName, Groups = held is null ? null : [.. held[account.Record]] };
                }

                after = last.AccountId;
            }
        }
    }

    // By the account: that is how an assessment's accounts are indexed.
    private static Task<List<Paged>> NextAsync(ReviewDb db, long assessment, long after, CancellationToken cancel) => (
        from assessed in db.AssessedAccounts.AsNoTracking()
        where assessed.AssessmentId == assessment && assessed.AccountId > after
        join record in db.AccountRecords on assessed.AccountRecordId equals record.Id
        from declared in db.Declarations.Where(d => d.Id == assessed.DeclarationId).DefaultIfEmpty()
        orderby assessed.AccountId
        select new Paged(assessed.AccountId, new PackAccount(
            "", record.Id, record.Status, assessed.Match, declared == null ? null : declared.Kind, assessed.Rank == AttentionRank.Left,
            (assessed.Findings & AccessTotals.Unused) != Finding.None, null))).Take(AtOnce).ToListAsync(cancel);

    private sealed record Paged(long AccountId, PackAccount Account);
}
