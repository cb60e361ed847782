using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Reads what a mail says of campaigns that were to be launched.</summary>
internal static class ReadCycles
{
    /// <summary>Of a reason; null when it holds no more, because the campaign was launched or given up, or somebody else owns it by now.</summary>
    internal static async Task<(int Number, MailCampaign Facts)?> RunAsync(ReviewDb db, Notification reason, DateTime now, CancellationToken cancel)
    {
        var found = await (
            from cycle in db.ScheduledCycles.AsNoTracking()
            join schedule in db.CampaignSchedules.AsNoTracking() on cycle.ScheduleId equals schedule.Id
            where schedule.Active && (cycle.CampaignId == reason.CampaignId || (cycle.CampaignId == null && cycle.DueDay <= reason.Slot
                && (schedule.FromCampaignId == reason.CampaignId || db.ScheduledCycles.Any(c => c.ScheduleId == schedule.Id && c.CampaignId == reason.CampaignId))))
            orderby cycle.DueDay descending
            select new { cycle, schedule }).ToListAsync(cancel);
        var campaign = await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleOrDefaultAsync(c => c.Id == reason.CampaignId, cancel);

        // It is told on its day; what reached nobody then, on a later one.
        var told = found.Find(f => reason.Kind == NotificationKind.CycleMissed ? f.cycle.IsMissed(Clock.DayIn(now, TimeZoneInfo.FindSystemTimeZoneById(f.schedule.TimeZone))) && f.cycle.DueDay <= reason.Slot : f.cycle.CampaignId == reason.CampaignId);
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
        var name = of.CampaignId is null ? PeriodName.Of(by.Series, of.PeriodStart, of.PeriodEnd) : campaign.Name;
        var today = Clock.DayIn(now, TimeZoneInfo.FindSystemTimeZoneById(by.TimeZone));

        // A draft's own day counts: its owner may have moved it. Of one that was missed, a day that is not over was given to it since.
        var due = of.CampaignId is null || (of.MissedAt is not null && campaign.DueDate >= today) ? of.DueDay : campaign.DueDate;
        return (campaign.Number, new MailCampaign(name, 0, 0, 0, due, by.TimeZone, Math.Max(0, today.DayNumber - due.DayNumber), Revokes: false, [])
        {
            Cycle = new MailCycle(reason.Kind, of.LaunchDay, inTheWay, by.LaunchesItself),
        });
    }
}
