using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Whose yes is waited for who may have no other reason to look: to the absence of somebody with something left to review, and to what the
/// next campaign of a series leaves out of an application. Each is asked once, of absences about the newer ones at most once a day, and of what was
/// approved again when another list would be left out. And whose word is waited for otherwise: a signature, an answer, a name.</summary>
internal static class DueApprovals
{
    /// <summary>Reads what is due.</summary>
    internal static async Task<List<Planned>> ReadAsync(
        ReviewDb db, IReadOnlyCollection<(Campaign Campaign, Policy Policy)> open, IReadOnlyList<WorkLeft> left, IReadOnlySet<(long Recipient, MailFamily Family)> waiting, DateTime now, CancellationToken cancel)
    {
        List<Planned> found =
        [
            .. await AbsencesAsync(db, left, now, cancel), .. await ScopesAsync(db, now, cancel), .. await DueSignatures.ReadAsync(db, open, left, now, cancel),
            .. await DueSecondReviews.ReadAsync(db, open.Select(o => o.Campaign), now, cancel), .. await DueWaiverAnswers.ReadAsync(db, now, cancel),
        ];
        return found.FindAll(p => !waiting.Contains((p.RecipientId, p.Family)));
    }

    /// <summary>Applications of a person of which a draft of a series leaves something out that they have not approved as it is now.</summary>
    internal static async Task<int> ScopesOfAsync(ReviewDb db, long campaignId, long ownerId, CancellationToken cancel) =>
        await WaitingAsync(db, await OfSeries(db).Where(p => p.CampaignId == campaignId && db.Applications.Any(a => a.Id == p.ApplicationId && a.OwnerId == ownerId)).ToListAsync(cancel), cancel);

    private static async Task<List<Planned>> AbsencesAsync(ReviewDb db, IReadOnlyList<WorkLeft> left, DateTime now, CancellationToken cancel)
    {
        var today = await CurrentPolicy.DayAsync(db, now, cancel);
        var work = left.ToLookup(l => l.ReviewerId, l => l.CampaignId);
        var absences = (await db.Absences.AsNoTracking().Where(a => a.ApprovedById == null && a.EndedAt == null && a.Until >= today).ToListAsync(cancel)).FindAll(a => work.Contains(a.PersonId));
        if (absences.Count == 0)
        {
            return [];
        }

        var campaigns = await db.Campaigns.AsNoTracking().Where(c => c.State == CampaignState.Active).ToDictionaryAsync(c => c.Id, cancel);
        var asked = new List<(Campaign Campaign, long Recipient, Absence Absence)>();
        foreach (var absence in absences)
        {
            var campaign = work[absence.PersonId].Select(id => campaigns[id]).MinBy(c => (c.DueAt, c.Number))!;
            asked.AddRange((await ApproversAsync(db, absence, today, cancel)).Select(approver => (campaign, approver, absence)));
        }

        var told = (await db.Notifications.AsNoTracking().Where(n => n.Kind == NotificationKind.AbsenceWaits).Select(n => new { n.RecipientId, n.CampaignId, n.Slot, n.EventSeq }).ToListAsync(cancel))
            .ToLookup(n => n.RecipientId);
        var later = new HashSet<long>();
        foreach (var (_, recipient, absence) in asked)
        {
            if (told[recipient].Select(n => (long?)n.EventSeq).Max() is { } last && (absence.EventSeq > last || await ManagesSinceAsync(db, absence.PersonId, recipient, last, cancel)))
            {
                later.Add(recipient);
            }
        }

        return
        [
            .. from mine in asked.GroupBy(a => a.Recipient)
               let campaign = mine.MinBy(a => (a.Campaign.DueAt, a.Campaign.Number)).Campaign
               where !told[mine.Key].Any() || later.Contains(mine.Key)
               where told[mine.Key].All(n => n.CampaignId != campaign.Id || n.Slot != campaign.DayOf(now))
               orderby mine.Key
               select new Planned(campaign, mine.Key, NotificationKind.AbsenceWaits, campaign.DayOf(now), mine.Count()),
        ];
    }

    // Whether somebody is the manager of another, and was not yet by the record's event: what waits for them was not theirs when they were asked.
    private static async Task<bool> ManagesSinceAsync(ReviewDb db, long person, long manager, long seq, CancellationToken cancel) =>
        await db.PersonRecords.AnyAsync(r => r.PersonId == person && r.ManagerId == manager && r.EventSeq > seq, cancel)
        && !await db.PersonRecords.AnyAsync(r => r.PersonId == person && r.ManagerId == manager && r.EventSeq <= seq, cancel);

    // Their manager, who may have no other reason to look; where no mail reaches one who may agree, the campaign owners.
    private static async Task<IEnumerable<long>> ApproversAsync(ReviewDb db, Absence absence, DateOnly today, CancellationToken cancel)
    {
        var manager = (await CurrentPeople.FindAsync(db, absence.PersonId, cancel))?.ManagerId;
        return manager is { } one && one != absence.PersonId && one != absence.DelegateId && Unreached.Of(await CurrentPeople.FindAsync(db, one, cancel), today) is null
            ? [one]
            : (await CampaignOwners.InForceAsync(db, cancel)).Where(owner => owner != absence.PersonId && owner != absence.DelegateId);
    }

    // Who drafts a campaign by hand asks for it by hand; and a campaign's owner is told of what stands in the way anyhow.
    private static async Task<List<Planned>> ScopesAsync(ReviewDb db, DateTime now, CancellationToken cancel)
    {
        var here = CurrentPeople.Here(db, await CurrentPolicy.DayAsync(db, now, cancel));
        var plans = await (
            from plan in OfSeries(db)
            join campaign in db.Campaigns.AsNoTracking() on plan.CampaignId equals campaign.Id
            join application in db.Applications on plan.ApplicationId equals application.Id
            where application.OwnerId != campaign.OwnerId && here.Any(p => p.PersonId == application.OwnerId)
                && !db.Notifications.Any(n => n.CampaignId == campaign.Id && n.RecipientId == application.OwnerId && n.Kind == NotificationKind.ScopeWaits && (plan.ScopeApprovedAt == null || n.At > plan.ScopeApprovedAt))
            select new { plan, campaign, OwnerId = application.OwnerId!.Value }).ToListAsync(cancel);
        var found = new List<Planned>();
        foreach (var mine in plans.GroupBy(p => (p.campaign.Id, p.OwnerId)).OrderBy(g => g.Key))
        {
            var ((id, owner), campaign) = (mine.Key, mine.First().campaign);
            var today = campaign.DayOf(now);
            if (!await db.Notifications.AnyAsync(n => n.CampaignId == id && n.RecipientId == owner && n.Kind == NotificationKind.ScopeWaits && n.Slot == today, cancel)
                && await WaitingAsync(db, mine.Select(p => p.plan), cancel) > 0)
            {
                found.Add(new Planned(campaign, owner, NotificationKind.ScopeWaits, today, await ScopesOfAsync(db, id, owner, cancel)));
            }
        }

        return found;
    }

    private static async Task<int> WaitingAsync(ReviewDb db, IEnumerable<CampaignApplication> plans, CancellationToken cancel)
    {
        var count = 0;
        foreach (var plan in plans)
        {
            var list = await ScopeList.ReadAsync(db, plan, cancel);
            count += list.NeedsApproval && !list.IsApprovedIn(plan) ? 1 : 0;
        }

        return count;
    }

    private static IQueryable<CampaignApplication> OfSeries(ReviewDb db) => db.CampaignApplications.AsNoTracking().Where(p => p.Active
        && db.Campaigns.Any(c => c.Id == p.CampaignId && c.State == CampaignState.Draft) && db.ScheduledCycles.Any(c => c.CampaignId == p.CampaignId && c.MissedAt == null));
}
