using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Purging;

/// <summary>The last day on which an ended campaign must be kept by the event that ended it, or that kept it longer since, whatever its row says by
/// now.</summary>
internal static class RetainedUntil
{
    /// <summary>That day; null when no event ended the campaign.</summary>
    public static async Task<DateOnly?> OfAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        // Kept longer is only what has ended: the newest of them says it.
        var last = await db.AuditEvents.AsNoTracking()
            .Where(e => e.CampaignId == campaignId && (e.Type == nameof(CampaignKeptLonger) || e.Type == nameof(CampaignClosed) || e.Type == nameof(CampaignCancelled)))
            .OrderByDescending(e => e.Seq).FirstOrDefaultAsync(cancel);
        return last?.Type switch
        {
            null => null,
            nameof(CampaignKeptLonger) => EventJson.Read<CampaignKeptLonger>(last).RetainUntil,
            nameof(CampaignClosed) => EventJson.Read<CampaignClosed>(last).RetainUntil,
            _ => await OfGivenUpAsync(db, last.At, last.Seq, cancel),
        };
    }

    /// <summary>That of a campaign that was given up, which goes by the policy in force then.</summary>
    public static async Task<DateOnly> OfGivenUpAsync(ReviewDb db, DateTime at, long seq, CancellationToken cancel)
    {
        var json = await db.PolicyVersions.AsNoTracking().Where(p => p.EventSeq < seq).OrderByDescending(p => p.Number).Select(p => p.Json).FirstOrDefaultAsync(cancel);
        return DateOnly.FromDateTime(at).AddYears(CurrentPolicy.Parse(json ?? "{}").RetentionYears);
    }
}
