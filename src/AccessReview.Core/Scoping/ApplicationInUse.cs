using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Scoping;

/// <summary>What of an application is under way, and keeps it in scope.</summary>
internal static class ApplicationInUse
{
    /// <summary>Why it stays in scope; null: nothing is under way.</summary>
    public static async Task<Problem?> OfAsync(ReviewDb db, IScoped application, CancellationToken cancel)
    {
        var id = application.Id;
        var campaign = await db.Campaigns.AsNoTracking()
            .Where(c => (c.State == CampaignState.Draft || c.State == CampaignState.Active) && db.CampaignApplications.Any(p => p.CampaignId == c.Id && p.ApplicationId == id && p.Active))
            .OrderBy(c => c.Number).Select(c => new { c.Number, c.State }).FirstOrDefaultAsync(cancel);
        return campaign switch
        {
            { State: CampaignState.Draft } => new Problem("scope.planned", $"{application.Name} is in the draft C{campaign.Number}. Take it out of that plan, or give the plan up, first."),
            not null => new Problem("scope.open", $"{application.Name} is under review in C{campaign.Number}. Close that campaign first."),
            null => await RemovalsOpen.OfAsync(db.Removals.Where(r => r.ApplicationId == id), application.Name, cancel) ?? await SeriesAsync(db, application, cancel),
        };
    }

    // A series goes on without it, as long as there is anything else to review.
    private static async Task<Problem?> SeriesAsync(ReviewDb db, IScoped application, CancellationToken cancel)
    {
        var inScope = await db.Applications.InScope().Select(a => a.Id).ToListAsync(cancel);
        foreach (var schedule in await db.CampaignSchedules.AsNoTracking().Where(s => s.Active).OrderBy(s => s.Id).ToListAsync(cancel))
        {
            var last = await SeriesOf.LastAsync(db, schedule, cancel);
            List<long> reviewed = [.. last.Applications.Where(a => a.Active).Select(a => a.ApplicationId)];
            if (reviewed.Contains(application.Id) && !reviewed.Exists(a => a != application.Id && inScope.Contains(a)))
            {
                return new Problem("scope.series", $"C{last.Number} is held again, and would have nothing left to review without {application.Name}. Stop holding it again first.");
            }
        }

        return null;
    }
}
