using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Checks;

/// <summary>
/// The completeness checks of a launched campaign, counted anew over what lies in the database: close and export run the same
/// ones. What the launch checked over the draft is kept with the campaign and printed beside them.
/// </summary>
public static class CompletenessChecks
{
    /// <summary>The checks that stop a launch or a close when they fail; nobody can waive one.</summary>
    public static IReadOnlySet<string> Gates { get; } = new HashSet<string> { "C1", "C2", "C3", "C4", "C6", "C11", "C12" };

    /// <summary>Runs them; writes nothing.</summary>
    /// <param name="db">Where to count: the command's own database, or a snapshot.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancel">Stops the counting.</param>
    public static async Task<IReadOnlyList<Check>> RunAsync(
        ReviewDb db, long campaignId, DateTime at, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleAsync(c => c.Id == campaignId, cancel);
        var version = await db.PolicyVersions.AsNoTracking().SingleOrDefaultAsync(p => p.Id == campaign.PolicyVersionId, cancel);
        var policy = version is null ? (await CurrentPolicy.ReadAsync(db, cancel)).Policy : CurrentPolicy.Parse(version.Json);
        var lines = new List<Check>();
        var applications = await CheckedApplication.ReadAsync(db, campaign, cancel);
        lines.AddRange(await SourceChecks.StaffListsAsync(db, applications, cancel));
        foreach (var application in applications)
        {
            lines.AddRange(await SourceChecks.RunAsync(application, cancel));
            lines.AddRange(await PopulationChecks.RunAsync(application, cancel));
            lines.AddRange(await PeriodChecks.RunAsync(application, cancel));
        }

        lines.Add(await CampaignChecks.RegisteredAsync(db, campaign, at, policy.ApplicationStaleAfterDays, cancel));
        lines.Add(await CampaignChecks.ReviewersAsync(db, campaignId, cancel));
        lines.AddRange(await CampaignChecks.OutcomesAsync(db, campaign, cancel));
        return lines;
    }

    /// <summary>Those of a launch that count nothing which moves afterwards: C1 to C4, C6, C8 and C11.</summary>
    internal static async Task<IReadOnlyList<Check>> OfLaunchAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleAsync(c => c.Id == campaignId, cancel);
        var applications = await CheckedApplication.ReadAsync(db, campaign, cancel);
        var lines = new List<Check>(await SourceChecks.StaffListsAsync(db, applications, cancel));
        foreach (var application in applications)
        {
            lines.AddRange(await SourceChecks.RunAsync(application, cancel));
            lines.AddRange(await PopulationChecks.RunAsync(application, cancel));
        }

        lines.Add(await CampaignChecks.ReviewersAsync(db, campaignId, cancel));
        return lines;
    }
}
