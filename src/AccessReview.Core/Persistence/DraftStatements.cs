using AccessReview.Core.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>Writes what a preview computed. These tables are drafts, outside the chain.</summary>
internal static class DraftStatements
{
    /// <summary>Replaces the draft's items, what it leaves out, and the note of what it was computed for.</summary>
    public static async Task ReplaceAsync(ReviewDb db, DraftList list, DraftPreview preview, CancellationToken cancel)
    {
        await ClearAsync(db, preview.CampaignId, cancel);
        await BulkInsert.RunAsync(db, list.Items, cancel);
        await BulkInsert.RunAsync(db, list.LeftOut, cancel);
        await BulkInsert.RunAsync(db, [preview], cancel);
    }

    /// <summary>Removes the draft's rows.</summary>
    public static async Task ClearAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        await db.DraftItems.Where(i => i.CampaignId == campaignId).ExecuteDeleteAsync(cancel);
        await db.DraftLeftOuts.Where(l => l.CampaignId == campaignId).ExecuteDeleteAsync(cancel);
        await db.DraftPreviews.Where(p => p.CampaignId == campaignId).ExecuteDeleteAsync(cancel);
    }
}
