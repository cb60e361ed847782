using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Reads what a mail says of campaigns that were to be launched.</summary>
internal static class ReadCycles
{
    /// <summary>The reasons of one mail, and those of mails before it that were to tell of missed cycles and told nobody: each names a cycle of its own,
    /// and under one campaign there may be several.</summary>
    internal static async Task<IReadOnlyList<Notification>> WithLostAsync(ReviewDb db, IReadOnlyList<Notification> reasons, CancellationToken cancel)
    {
        var (recipient, mail, since) = (reasons[0].RecipientId, reasons[0].MailId, reasons[0].At - DueAgain.Longest);
        var campaigns = reasons.Where(r => r.Kind == NotificationKind.CycleMissed).Select(r => r.CampaignId).Distinct().ToList();
        var before = campaigns.Count == 0 ? [] : await (
            from why in db.Notifications.AsNoTracking()
            where campaigns.Contains(why.CampaignId) && why.RecipientId == recipient && why.Kind == NotificationKind.CycleMissed && why.MailId != mail && why.At >= since
            join outcome in db.MailOutcomes on why.MailId equals outcome.MailId
            select new { why, outcome.Result }).ToListAsync(cancel);
        return
        [
            .. reasons,
            .. before.GroupBy(b => b.why.CampaignId).SelectMany(g => g.OrderByDescending(b => b.why.Id).TakeWhile(b => b.Result != MailResult.Sent))
                .Where(b => Unreached.Nobody.Contains(b.Result)).Select(b => b.why),
        ];
    }

    /// <summary>Of a reason; null when it holds no more, because the campaign was launched or given up, or somebody else owns it by now.</summary>
    internal static async Task<(int Number, MailCampaign Facts)?> RunAsync(ReviewDb db, Notification reason, DateTime now, CancellationToken cancel)
    {
        var found = await (
            from cycle in db.ScheduledCycles.AsNoTracking()
            join schedule in db.CampaignSchedules.AsNoTracking() on cycle.ScheduleId equals schedule.Id
            where schedule.Active && (cycle.CampaignId == reason.CampaignId || (cycle.CampaignId == null && cycle.DueDay == reason.Slot
                && (schedule.FromCampaignId == reason.CampaignId || db.ScheduledCycles.Any(c => c.ScheduleId == schedule.Id && c.CampaignId == reason.CampaignId))))
            select new { cycle, schedule }).ToListAsync(cancel);
        var campaign = await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleOrDefaultAsync(c => c.Id == reason.CampaignId, cancel);

        // A day on which what reached nobody is told again is no cycle's; the reason that was lost names it.
        var told = found.Find(f => reason.Kind == NotificationKind.CycleMissed ? f.cycle.IsMissed(Clock.DayIn(now, TimeZoneInfo.FindSystemTimeZoneById(f.schedule.TimeZone))) && f.cycle.DueDay == reason.Slot : f.cycle.CampaignId == reason.CampaignId);
        if (told is not { cycle: var of, schedule: var by } || campaign is null || (of.CampaignId is not null && campaign.State != CampaignState.Draft))
        {
            return null;
        }

        // A draft that was late has been missed since: the owner is told of that, and not of what is over.
        if (of.MissedAt is not null != (reason.Kind == NotificationKind.CycleMissed)
            || !await CampaignOwners.AnswersAsync(db, reason.Kind == NotificationKind.CycleMissed ? by.OwnerId : campaign.OwnerId, reason.RecipientId, cancel))
        {
            return null;
        }

        var inTheWay = of.CampaignId is null ? 0 : LaunchGates.Of(await GateFactsReader.ReadAsync(db, campaign, now, cancel)).Count(g => !g.Passed);
        var may = (await RolesOf.InForceAsync(db, by.OwnerId, cancel)).HasFlag(Role.CampaignOwner);
        var name = of.CampaignId is null ? PeriodName.Of(by.Series, of.PeriodStart, of.PeriodEnd) : campaign.Name;
        var today = Clock.DayIn(now, TimeZoneInfo.FindSystemTimeZoneById(by.TimeZone));

        // A draft's own day counts: its owner may have moved it. Of one that was missed, a day that is not over was given to it since.
        var due = of.CampaignId is null || (of.MissedAt is not null && campaign.DueDate >= today) ? of.DueDay : campaign.DueDate;
        return (campaign.Number, new MailCampaign(name, 0, 0, 0, due, by.TimeZone, Math.Max(0, today.DayNumber - due.DayNumber), Revokes: false, [])
        {
            Cycle = new MailCycle(reason.Kind, of.LaunchDay, inTheWay, by.LaunchesItself && may) { IsHeld = by.LaunchesItself && !may },
        });
    }
}
