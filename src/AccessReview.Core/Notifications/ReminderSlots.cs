using AccessReview.Core.Campaigns;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Notifications;

/// <summary>A moment at which somebody with something left is written to.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Day">The day in the campaign's time zone.</param>
/// <param name="At">The hour of that day at which mails go out.</param>
public sealed record ReminderSlot(NotificationKind Kind, DateOnly Day, DateTime At);

/// <summary>When reminders are due, from a campaign's dates and the policy it was launched with. Only the newest moment that has passed
/// counts: whoever was away for days catches up with one mail.</summary>
public static class ReminderSlots
{
    /// <summary>Days between two escalations of the same lateness.</summary>
    public const int EscalationEvery = 7;

    /// <summary>Days before the deadline: each time half of what was left. 14 gives 14, 7, 3, 1 and the day itself.</summary>
    public static IReadOnlyList<int> Curve(int first)
    {
        var days = new List<int>();
        for (var left = first; left > 0; left /= 2)
        {
            days.Add(left);
        }

        return [.. days, 0];
    }

    /// <summary>The newest moment of a reminder that has passed; null before the first.</summary>
    public static ReminderSlot? Newest(Campaign campaign, Policy policy, DateTime now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(campaign.TimeZone);
        var today = Today(zone, policy, now);
        if (today > campaign.DueDate)
        {
            return After(campaign, new ReminderSlot(NotificationKind.Overdue, today, At(today, zone, policy)), now);
        }

        return Curve(policy.FirstReminderDays).Select(before => campaign.DueDate.AddDays(-before)).Where(day => day <= today).OrderDescending()
            .Select(day => After(campaign, new ReminderSlot(NotificationKind.Reminder, day, At(day, zone, policy)), now)).FirstOrDefault();
    }

    /// <summary>The newest moment of an escalation that has passed, so many days after the deadline and each week from then on.</summary>
    public static DateOnly? NewestEscalation(Campaign campaign, Policy policy, int daysLate, DateTime now)
    {
        var late = Today(TimeZoneInfo.FindSystemTimeZoneById(campaign.TimeZone), policy, now).DayNumber - campaign.DueDate.DayNumber - daysLate;
        return late < 0 ? null : campaign.DueDate.AddDays(daysLate + (late / EscalationEvery * EscalationEvery));
    }

    /// <summary>A day before the launch, or its very day, on which everybody is invited, was never a moment to remind. A launch that the record
    /// puts ahead of the clock, which ran ahead before it, leaves none out.</summary>
    private static ReminderSlot? After(Campaign campaign, ReminderSlot slot, DateTime now) => campaign.LaunchedAt is { } launched && launched <= now + Clock.Apart && slot.Day <= campaign.DayOf(launched) ? null : slot;

    /// <summary>The last day whose hour for mails has come.</summary>
    internal static DateOnly Today(TimeZoneInfo zone, Policy policy, DateTime now)
    {
        var day = Clock.DayIn(now, zone);
        return now >= At(day, zone, policy) ? day : day.AddDays(-1);
    }

    /// <summary>The hour of a day at which mails go out.</summary>
    internal static DateTime At(DateOnly day, TimeZoneInfo zone, Policy policy)
    {
        var local = day.ToDateTime(new TimeOnly(policy.ReminderHour, 0));
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(30);
        }

        return Clock.Truncate(TimeZoneInfo.ConvertTimeToUtc(local, zone));
    }
}
