using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Purging;
using AccessReview.Core.Removals;
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

    /// <summary>The edition that covers everything up to now; null when one has to be made. After close there is a Close edition first. No event of the
    /// campaign says that people were told of it, or that a removal fell due, nor whose an account is or who may close it, which makes deciders of an
    /// open campaign independent or not: an edition covers none of that if it came later.</summary>
    internal static async Task<EvidenceEdition?> CurrentAsync(ReviewDb db, Campaign campaign, long lastSeq, DateTime now, CancellationToken cancel)
    {
        var editions = await db.EvidenceEditions.AsNoTracking().Where(e => e.CampaignId == campaign.Id && e.UpToSeq == lastSeq).ToListAsync(cancel);
        return await CurrentAsync(db, campaign, lastSeq, editions, now, cancel);
    }

    /// <summary>The same among the campaign's editions in hand: of a campaign that moved since the newest nothing more is asked.</summary>
    internal static async Task<EvidenceEdition?> CurrentAsync(
        ReviewDb db, Campaign campaign, long lastSeq, IEnumerable<EvidenceEdition> editions, DateTime now, CancellationToken cancel)
    {
        var closed = campaign.State == CampaignState.Closed;
        var newest = editions.Where(e => e.UpToSeq == lastSeq && (e.Kind == EditionKind.Interim) != closed).MaxBy(e => e.Id);
        if (newest is null || (campaign.EndedAt is null && await IsSaidOtherwiseAsync(db, campaign.Id, newest.EventSeq, cancel)))
        {
            return null;
        }

        var reach = await EditionReach.OfAsync(db, newest, cancel);
        return await IsToldSinceAsync(db, campaign.Id, reach.UpTo, cancel) || await HasFallenDueAsync(db, campaign, reach.LateAsOf, now, cancel) ? null : newest;
    }

    /// <summary>Whether a removal of the campaign that is open was in time as of one instant and is late as of another.</summary>
    internal static Task<bool> HasFallenDueAsync(ReviewDb db, Campaign campaign, DateTime from, DateTime to, CancellationToken cancel) =>
        db.Removals.Where(r => r.CampaignId == campaign.Id).FellDue(from, to, TimeZoneInfo.FindSystemTimeZoneById(campaign.TimeZone)).AnyAsync(cancel);

    /// <summary>Whether anything was said after an event about whose an account of the campaign is, or, where an application's owner has signed beside
    /// whoever may close it, about who that is.</summary>
    internal static async Task<bool> IsSaidOtherwiseAsync(ReviewDb db, long campaignId, long after, CancellationToken cancel) =>
        await db.Assessments.AnyAsync(a => a.EventSeq > after && db.CampaignApplications.Any(p => p.CampaignId == campaignId && p.Active && p.ApplicationId == a.ApplicationId), cancel)
        || await db.HandMatches.AnyAsync(m => m.EventSeq > after && db.ReviewItems.Any(i => i.CampaignId == campaignId && i.AccountId == m.AccountId), cancel)
        || await db.Declarations.AnyAsync(d => d.EventSeq > after && db.ReviewItems.Any(i => i.CampaignId == campaignId && i.AccountId == d.AccountId), cancel)
        || (await db.SignOffs.AnyAsync(s => s.CampaignId == campaignId && s.Level == SignOffLevel.ApplicationOwner && s.WithdrawnAt == null, cancel)
            && (await db.RoleGrants.AnyAsync(g => g.EventSeq > after && g.Role == Role.CampaignOwner, cancel) || await db.Extracts.AnyAsync(e => e.EventSeq > after && e.Kind == ExtractKind.People, cancel)));

    /// <summary>Whether anybody was told of the campaign after an event, by mail or by hand, or a mail about it ended.</summary>
    private static async Task<bool> IsToldSinceAsync(ReviewDb db, long campaignId, long after, CancellationToken cancel) =>
        await db.Notifications.AnyAsync(n => n.CampaignId == campaignId && n.EventSeq > after, cancel)
        || await db.MailOutcomes.AnyAsync(o => o.EventSeq > after && db.Notifications.Any(n => n.CampaignId == campaignId && n.MailId == o.MailId), cancel)
        || await db.ReviewersTold.AnyAsync(t => t.CampaignId == campaignId && t.EventSeq > after, cancel);
}
