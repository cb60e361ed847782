using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>A draft or an open campaign over everything that an earlier one reviewed, for a later period: what comes next, whether a schedule made it or somebody by hand.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">Draft or active.</param>
/// <param name="IsOver">A draft that can no longer be launched as it is: the day it was due has passed.</param>
public sealed record LaterCampaign(int Number, string Name, CampaignState State, bool IsOver)
{
    /// <summary>How it stands.</summary>
    public string Words => IsOver ? "is drafted, and the day it was due has passed" : State == CampaignState.Draft ? "is drafted" : "is open";

    /// <summary>The one whose period begins first after the campaign's, which was read with its applications, and one that is over only where there is no other; null: there is none.</summary>
    internal static async Task<LaterCampaign?> ReadAsync(ReviewDb db, Campaign campaign, DateTime now, CancellationToken cancel)
    {
        // What is out of scope by now the next one leaves out.
        var (start, all) = (campaign.PeriodStart, campaign.Applications.Where(a => a.Active).Select(a => a.ApplicationId).ToList());
        var reviewed = await db.Applications.InScope().Where(a => all.Contains(a.Id)).Select(a => a.Id).ToListAsync(cancel);
        var count = reviewed.Count;
        return count == 0 ? null : await db.Campaigns.AsNoTracking()
            .Where(c => c.PeriodStart > start && (c.State == CampaignState.Draft || c.State == CampaignState.Active) && c.AddendumToId == null && c.Part == CampaignPart.Everything
                && db.CampaignApplications.Count(a => a.CampaignId == c.Id && a.Active && EF.Parameter(reviewed).Contains(a.ApplicationId)) == count)
            .OrderBy(c => c.State == CampaignState.Draft && c.DueAt < now ? 1 : 0).ThenBy(c => c.PeriodStart).ThenBy(c => c.Number)
            .Select(c => new LaterCampaign(c.Number, c.Name, c.State, c.State == CampaignState.Draft && c.DueAt < now)).FirstOrDefaultAsync(cancel);
    }
}
