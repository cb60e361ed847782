using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>The item that an event is about.</summary>
/// <param name="Campaign">The number of its campaign.</param>
/// <param name="Number">Its number in the campaign.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Account">The account, as people know it.</param>
public sealed record AuditedItem(int Campaign, int Number, long AccountId, string Account)
{
    /// <summary>As sheets name it: <c>C1-000431</c>.</summary>
    public string Name => ReviewItem.Name(Campaign, Number);

    /// <summary>The item and whose account it is.</summary>
    public override string ToString() => $"{Name} ({Account})";

    internal static async Task<IReadOnlyDictionary<long, AuditedItem>> ReadAsync(ReviewDb db, IReadOnlyCollection<long> ids, CancellationToken cancel) =>
        (await (from item in db.ReviewItems
                where ids.Contains(item.Id)
                join campaign in db.Campaigns on item.CampaignId equals campaign.Id
                join account in db.Accounts on item.AccountId equals account.Id
                from record in db.AccountRecords.Where(r => r.Id == item.AccountRecordId).DefaultIfEmpty()
                select new { item.Id, Campaign = campaign.Number, item.Number, item.AccountId, account.SourceKey, Email = record == null ? "" : record.Email, SourceId = record == null ? "" : record.SourceId }).ToListAsync(cancel))
        .ToDictionary(i => i.Id, i => new AuditedItem(i.Campaign, i.Number, i.AccountId, !string.IsNullOrEmpty(i.Email) ? i.Email : !string.IsNullOrEmpty(i.SourceId) ? i.SourceId : i.SourceKey.ToLowerInvariant()));
}
