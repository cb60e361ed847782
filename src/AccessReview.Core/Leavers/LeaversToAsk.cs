using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Leavers;

/// <summary>About which accounts of people who have left somebody has to be asked: those they can still get into, that no open campaign holds, that are not being removed, and
/// that nobody kept knowing what is known now.</summary>
internal static class LeaversToAsk
{
    private static readonly OutcomeKind[] Kept = [OutcomeKind.Certified, OutcomeKind.Changed];

    /// <summary>The accounts, as some assessments have them.</summary>
    internal static async Task<IReadOnlySet<long>> AccountsAsync(ReviewDb db, IReadOnlyCollection<long> assessments, CancellationToken cancel)
    {
        var accounts = new HashSet<long>();
        foreach (var assessment in await db.Assessments.AsNoTracking().Where(a => assessments.Contains(a.Id)).ToListAsync(cancel))
        {
            accounts.UnionWith(await AccountsAsync(db, assessment, cancel));
        }

        return accounts;
    }

    /// <summary>The accounts, as an assessment has them.</summary>
    internal static async Task<IReadOnlySet<long>> AccountsAsync(ReviewDb db, Assessment assessment, CancellationToken cancel)
    {
        // Whom a campaign of leavers has ended about since, whatever came of it, is asked about after another reading at the earliest.
        var readAt = await db.Extracts.Where(e => e.Id == assessment.ExtractId).Select(e => e.ReadAt).SingleAsync(cancel);
        var open = await (
            from assessed in db.AssessedAccounts.AsNoTracking()
            where assessed.AssessmentId == assessment.Id && assessed.Rank == AttentionRank.Left
            join record in db.AccountRecords.AsNoTracking() on assessed.AccountRecordId equals record.Id
            where record.Status != AccountStatus.Disabled && !db.Declarations.Any(d => d.Id == assessed.DeclarationId && d.Kind == DeclaredKind.Test)
                && !db.ReviewItems.Any(i => i.AccountId == assessed.AccountId && i.ParentItemId == null && db.Campaigns.Any(c => c.Id == i.CampaignId && (c.State == CampaignState.Active || (c.Part == CampaignPart.Leavers && c.EndedAt >= readAt))))
                && !RemovalRules.OnTheirWay(db).Any(r => r.AccountId == assessed.AccountId)
            select new { assessed.AccountId, assessed.Fingerprint }).ToListAsync(cancel);
        var kept = new Dictionary<long, byte[]>();
        foreach (var some in open.Select(a => a.AccountId).Chunk(LeaverSpans.Batch))
        {
            foreach (var (account, fingerprint) in await KeptAsync(db, some, cancel))
            {
                kept[account] = fingerprint;
            }
        }

        return open.Where(a => !kept.TryGetValue(a.AccountId, out var then) || !a.Fingerprint.AsSpan().SequenceEqual(then)).Select(a => a.AccountId).ToHashSet();
    }

    // What the last campaign over an account decided, where it was kept under a signature: its facts then. Equal facts are not asked about again.
    private static async Task<IEnumerable<(long Account, byte[] Fingerprint)>> KeptAsync(ReviewDb db, long[] accounts, CancellationToken cancel)
    {
        var ended = await (
            from item in db.ReviewItems.AsNoTracking()
            where accounts.Contains(item.AccountId) && item.ParentItemId == null
            join campaign in db.Campaigns.AsNoTracking() on item.CampaignId equals campaign.Id
            where campaign.State == CampaignState.Closed
            join outcome in db.ItemOutcomes.AsNoTracking() on item.Id equals outcome.ItemId
            join assessed in db.AssessedAccounts.AsNoTracking() on item.AssessedAccountId equals assessed.Id
            select new { item.AccountId, campaign.EndedAt, campaign.Number, outcome.Kind, outcome.Signed, assessed.Fingerprint }).ToListAsync(cancel);
        return ended.GroupBy(e => e.AccountId).Select(g => g.OrderBy(e => e.EndedAt).ThenBy(e => e.Number).Last())
            .Where(e => e.Signed && Kept.Contains(e.Kind)).Select(e => (e.AccountId, e.Fingerprint));
    }
}
