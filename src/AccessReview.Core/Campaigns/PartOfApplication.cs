using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Campaigns.Addenda;
using AccessReview.Core.Findings;
using AccessReview.Core.Leavers;
using AccessReview.Core.Overview;
using AccessReview.Core.Persistence;
using AccessReview.Core.Seats;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>What a campaign reviews that is held over a part of an application: an addendum, a campaign of leavers, or one of unused seats. What is outside that part is left out by name, and
/// nobody has to approve it: it is not this campaign's to review.</summary>
internal static class PartOfApplication
{
    /// <summary>Reasons of being outside a part, which need no approval.</summary>
    public static IReadOnlyList<LeftOutReason> Reasons { get; } = [LeftOutReason.InMainCampaign, LeftOutReason.NotALeaver, LeftOutReason.LeaverNotAsked, LeftOutReason.SeatInUse, LeftOutReason.SeatNotAsked];

    /// <summary>The accounts outside it, and why; none for a campaign over everybody.</summary>
    public static async Task<IReadOnlyDictionary<long, LeftOutReason>> OutsideAsync(ReviewDb db, CampaignApplication plan, Assessment assessment, CancellationToken cancel)
    {
        var part = await db.Campaigns.Where(c => c.Id == plan.CampaignId).Select(c => new { c.AddendumToId, c.Part }).SingleAsync(cancel);
        return part switch
        {
            { AddendumToId: { } main } => (await (await SinceLaunch.OfAsync(db, main, plan.ApplicationId, assessment.ExtractId, cancel)).HeldAsync(cancel)).ToDictionary(a => a, _ => LeftOutReason.InMainCampaign),
            { Part: CampaignPart.Leavers } => await OfLeaversAsync(db, assessment, cancel),
            { Part: CampaignPart.UnusedSeats } => await OfSeatsAsync(db, assessment, cancel),
            _ => new Dictionary<long, LeftOutReason>(),
        };
    }

    /// <summary>What decides about the part besides the readings, as a preview names it; empty for a campaign over everybody.</summary>
    public static async Task<string> StampAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        if (campaign.AddendumToId is { } main)
        {
            // What the campaign and its other addenda hold, they hold until they are given up.
            var holders = await db.Campaigns.AsNoTracking().Where(c => (c.Id == main || (c.AddendumToId == main && c.LaunchedAt != null)) && c.Id != campaign.Id)
                .OrderBy(c => c.Number).Select(c => new { c.Number, c.State }).ToListAsync(cancel);
            return "main:" + HashOf(holders.Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.Number}={h.State}")));
        }

        if (campaign.Part == CampaignPart.Everything)
        {
            return "";
        }

        var ask = new List<long>();
        foreach (var assessment in await db.Assessments.AsNoTracking().Where(s => db.Applications.Any(a => a.CurrentAssessmentId == s.Id && db.CampaignApplications.Any(p => p.CampaignId == campaign.Id && p.Active && p.ApplicationId == a.Id)))
            .OrderBy(s => s.Id).ToListAsync(cancel))
        {
            ask.AddRange(campaign.Part == CampaignPart.Leavers ? await LeaversToAsk.AccountsAsync(db, assessment, cancel) : await SeatsToAsk.AccountsAsync(db, assessment.Id, cancel));
        }

        return "part:" + HashOf(ask.Order().Select(a => a.ToString(CultureInfo.InvariantCulture)));
    }

    private static string HashOf(IEnumerable<string> parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(',', parts))));

    private static async Task<Dictionary<long, LeftOutReason>> OfSeatsAsync(ReviewDb db, Assessment assessment, CancellationToken cancel)
    {
        var ask = await SeatsToAsk.AccountsAsync(db, assessment.Id, cancel);
        var all = await db.AssessedAccounts.AsNoTracking().Where(a => a.AssessmentId == assessment.Id).Select(a => new { a.AccountId, a.Findings }).ToListAsync(cancel);
        return all.Where(a => !ask.Contains(a.AccountId)).ToDictionary(a => a.AccountId, a => (a.Findings & AccessTotals.Unused) != Finding.None ? LeftOutReason.SeatNotAsked : LeftOutReason.SeatInUse);
    }

    private static async Task<Dictionary<long, LeftOutReason>> OfLeaversAsync(ReviewDb db, Assessment assessment, CancellationToken cancel)
    {
        var ask = await LeaversToAsk.AccountsAsync(db, assessment, cancel);
        var all = await db.AssessedAccounts.AsNoTracking().Where(a => a.AssessmentId == assessment.Id).Select(a => new { a.AccountId, a.Rank }).ToListAsync(cancel);
        return all.Where(a => !ask.Contains(a.AccountId)).ToDictionary(a => a.AccountId, a => a.Rank == AttentionRank.Left ? LeftOutReason.LeaverNotAsked : LeftOutReason.NotALeaver);
    }
}
