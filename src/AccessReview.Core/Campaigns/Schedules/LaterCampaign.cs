using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>A draft or an open campaign over everything that an earlier one reviewed, for a later period: what comes next, whether a schedule made it or somebody by hand.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">Draft or active.</param>
public sealed record LaterCampaign(int Number, string Name, CampaignState State)
{
    /// <summary>How it stands.</summary>
    public string Words => State == CampaignState.Draft ? "is drafted" : "is open";

    /// <summary>The one whose period begins first after the campaign's, which was read with its applications; null: there is none.</summary>
    internal static Task<LaterCampaign?> ReadAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var (start, reviewed) = (campaign.PeriodStart, campaign.Applications.Where(a => a.Active).Select(a => a.ApplicationId).ToList());
        var count = reviewed.Count;
        return db.Campaigns.AsNoTracking()
            .Where(c => c.PeriodStart > start && (c.State == CampaignState.Draft || c.State == CampaignState.Active) && c.AddendumToId == null && c.Part == CampaignPart.Everything
                && db.CampaignApplications.Count(a => a.CampaignId == c.Id && a.Active && EF.Parameter(reviewed).Contains(a.ApplicationId)) == count)
            .OrderBy(c => c.PeriodStart).ThenBy(c => c.Number)
            .Select(c => new LaterCampaign(c.Number, c.Name, c.State)).FirstOrDefaultAsync(cancel);
    }
}
