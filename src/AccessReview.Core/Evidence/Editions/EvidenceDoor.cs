using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Purging;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence;

/// <summary>Who may have a campaign's evidence, and which edition is the newest.</summary>
internal static class EvidenceDoor
{
    internal const string Denied = "Only a campaign owner or an auditor may have the evidence.";

    /// <summary>The launched campaign, or why not.</summary>
    internal static async Task<Outcome<Campaign>> EnterAsync(ReviewDb db, Role roles, int number, CancellationToken cancel)
    {
        if ((roles & Sight.Evidence) == Role.None)
        {
            return Problem.Denied(Denied);
        }

        return await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, cancel) switch
        {
            null => Problem.NotFound($"Campaign C{number}"),
            { LaunchedAt: null } => new Problem("evidence.not-launched", $"Campaign C{number} has not been launched. Its evidence begins with the launch."),
            { } campaign => await WhyPurgedAsync(db, campaign.Id, cancel) is { } purged ? purged : campaign,
        };
    }

    /// <summary>Why there is no evidence any more of a campaign that was purged; null: it was not.</summary>
    internal static async Task<Problem?> WhyPurgedAsync(ReviewDb db, long campaignId, CancellationToken cancel) => await PurgeRules.IsPurgedAsync(db, campaignId, cancel)
        ? new Problem(
            "evidence.purged",
            $"Campaign C{await db.Campaigns.Where(c => c.Id == campaignId).Select(c => c.Number).SingleAsync(cancel)} was purged when its time to be kept was over. The audit log says by whom; the hashes of its evidence remain.")
        : null;

    /// <summary>The campaign's last event.</summary>
    internal static Task<long> LastSeqAsync(ReviewDb db, long campaignId, CancellationToken cancel) =>
        db.AuditEvents.Where(e => e.CampaignId == campaignId).MaxAsync(e => e.Seq, cancel);

    /// <summary>The edition that covers this last event; null when one has to be made. After close there is a Close edition first. One of an open
    /// campaign covers nothing that was said since about whose an account is: no event of the campaign says it, and it makes deciders independent or not.</summary>
    internal static async Task<EvidenceEdition?> CurrentAsync(ReviewDb db, Campaign campaign, long lastSeq, CancellationToken cancel)
    {
        var closed = campaign.State == CampaignState.Closed;
        var newest = await db.EvidenceEditions.AsNoTracking()
            .Where(e => e.CampaignId == campaign.Id && e.UpToSeq == lastSeq && (e.Kind == EditionKind.Interim) != closed)
            .OrderByDescending(e => e.Id).FirstOrDefaultAsync(cancel);
        return newest is not null && campaign.EndedAt is null && await IsSaidOtherwiseAsync(db, campaign.Id, newest.EventSeq, cancel) ? null : newest;
    }

    /// <summary>Whether anything was said after an event about whose an account of the campaign is.</summary>
    internal static async Task<bool> IsSaidOtherwiseAsync(ReviewDb db, long campaignId, long after, CancellationToken cancel) =>
        await db.Assessments.AnyAsync(a => a.EventSeq > after && db.CampaignApplications.Any(p => p.CampaignId == campaignId && p.Active && p.ApplicationId == a.ApplicationId), cancel)
        || await db.HandMatches.AnyAsync(m => m.EventSeq > after && db.ReviewItems.Any(i => i.CampaignId == campaignId && i.AccountId == m.AccountId), cancel)
        || await db.Declarations.AnyAsync(d => d.EventSeq > after && db.ReviewItems.Any(i => i.CampaignId == campaignId && i.AccountId == d.AccountId), cancel);
}
