using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>What the owner of a series is to be told of: that the next campaign is drafted, that it was not launched on its day, that it was
/// missed. Each is told once.</summary>
internal static class DueCycles
{
    /// <summary>What was missed longer ago, before mail was set up, is told no more; the pages say it.</summary>
    private static readonly TimeSpan Missed = TimeSpan.FromDays(7);

    /// <summary>Reads what is due.</summary>
    internal static async Task<List<Planned>> ReadAsync(ReviewDb db, IReadOnlySet<(long Recipient, MailFamily Family)> waiting, DateTime now, CancellationToken cancel)
    {
        var found = new List<Planned>();
        foreach (var schedule in await db.CampaignSchedules.AsNoTracking().Where(s => s.Active).ToListAsync(cancel))
        {
            var today = Clock.DayIn(now, TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone));
            foreach (var (cycle, campaign) in await OpenAsync(db, schedule.Id, now - Missed, cancel))
            {
                if (cycle.MissedAt is not null && !cycle.IsMissed(today))
                {
                    continue;
                }

                // A cycle that was missed while the product stood still has no draft: it is told of under the campaign it was to be like.
                var (kind, about) = (KindOf(cycle, today), campaign ?? await SeriesOf.LastAsync(db, schedule, cancel));
                var (owner, slot) = kind == NotificationKind.CycleMissed ? (schedule.OwnerId, cycle.DueDay) : (about.OwnerId, cycle.LaunchDay);
                found.AddRange((await CampaignOwners.OfAsync(db, owner, cancel)).Select(recipient => new Planned(about, recipient, kind, slot, 0)));
            }
        }

        return [.. found.Where(p => !waiting.Contains((p.RecipientId, p.Family)) && !db.Notifications.Any(
            n => n.CampaignId == p.Campaign.Id && n.RecipientId == p.RecipientId && n.Kind == p.Kind && n.Slot == p.Slot && n.SignOffId == 0))];
    }

    private static NotificationKind KindOf(ScheduledCycle cycle, DateOnly today) =>
        cycle.MissedAt is not null ? NotificationKind.CycleMissed : today > cycle.LaunchDay ? NotificationKind.CycleLate : NotificationKind.CyclePrepared;

    // Drafts that wait, and what was missed of late and has not been held since.
    private static async Task<List<(ScheduledCycle Cycle, Campaign? Campaign)>> OpenAsync(ReviewDb db, long scheduleId, DateTime since, CancellationToken cancel) =>
        [.. (await (
            from cycle in db.ScheduledCycles.AsNoTracking()
            where cycle.ScheduleId == scheduleId && (cycle.MissedAt == null || cycle.MissedAt >= since)
            join campaign in db.Campaigns.AsNoTracking() on cycle.CampaignId equals (long?)campaign.Id into campaigns
            from campaign in campaigns.DefaultIfEmpty()
            where campaign!.State == CampaignState.Draft || (cycle.CampaignId == null && cycle.MissedAt != null)
            orderby cycle.Number
            select new { cycle, campaign }).ToListAsync(cancel)).Select(c => (c.cycle, c.campaign))];
}
