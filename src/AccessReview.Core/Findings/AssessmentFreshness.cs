using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Findings;

/// <summary>Whether assessments are of the newest readings, policy, settings, declarations, matches by hand and closed campaigns.
/// Everything an assessment was made from has its place in the chain, so staleness is a comparison.</summary>
public static class AssessmentFreshness
{
    /// <summary>The applications in scope that have been read and whose assessment is missing or out of date; none while no staff list was read.</summary>
    public static async Task<IReadOnlyList<long>> StaleAsync(ReviewDb db, CancellationToken cancel)
    {
        if (!await db.Directories.InScope().AnyAsync(d => d.CurrentExtractId != null, cancel))
        {
            return [];
        }

        var stale = new List<long>();
        foreach (var id in await db.Applications.AsNoTracking().InScope().Where(a => a.CurrentExtractId != null).OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(cancel))
        {
            if (!await IsCurrentAsync(db, id, cancel))
            {
                stale.Add(id);
            }
        }

        return stale;
    }

    /// <summary>Whether the application's assessment is made from what lies in the database now.</summary>
    public static async Task<bool> IsCurrentAsync(ReviewDb db, long applicationId, CancellationToken cancel)
    {
        var application = await db.Applications.AsNoTracking().Where(a => a.Id == applicationId).Select(a => new { a.CurrentExtractId, a.CurrentAssessmentId }).SingleOrDefaultAsync(cancel);
        if (application?.CurrentAssessmentId is not { } id || await db.Assessments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel) is not { } made)
        {
            return false;
        }

        var sources = await db.AssessmentSources.AsNoTracking().Where(s => s.AssessmentId == id).Select(s => s.ExtractId).Order().ToListAsync(cancel);
        return made.ExtractId == application.CurrentExtractId
            && made.Rules == Assessment.RulesVersion
            && made.PolicyVersionId == (await CurrentPolicy.ReadAsync(db, cancel)).VersionId
            && made.PreviousCampaignId == (await PreviousReviewReader.LastClosedAsync(db, applicationId, cancel))?.CampaignId
            && !await AddendumClosedSinceAsync(db, made, cancel)
            && sources.SequenceEqual(await AssessApplication.CurrentStaffListsAsync(db, cancel))
            && !await SaidSinceAsync(db, applicationId, made.EventSeq, cancel);
    }

    private static Task<bool> AddendumClosedSinceAsync(ReviewDb db, Assessment made, CancellationToken cancel) =>
        db.Campaigns.AnyAsync(c => c.AddendumToId != null && c.AddendumToId == made.PreviousCampaignId && c.State == CampaignState.Closed && c.EventSeq > made.EventSeq, cancel);

    private static async Task<bool> SaidSinceAsync(ReviewDb db, long applicationId, long seq, CancellationToken cancel) =>
        await db.HandMatches.AnyAsync(m => m.EventSeq > seq && db.Accounts.Any(a => a.Id == m.AccountId && a.ApplicationId == applicationId), cancel)
        || await db.Declarations.AnyAsync(d => d.EventSeq > seq && db.Accounts.Any(a => a.Id == d.AccountId && a.ApplicationId == applicationId), cancel);
}
