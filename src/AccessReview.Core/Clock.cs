namespace AccessReview.Core;

/// <summary>Instants as the product keeps them: UTC, whole milliseconds.</summary>
public static class Clock
{
    /// <summary>Now, in UTC, truncated to milliseconds.</summary>
    public static DateTime Now(this TimeProvider time) => Truncate(time.GetUtcNow().UtcDateTime);

    /// <summary>The instant without its fraction of a millisecond, marked as UTC.</summary>
    public static DateTime Truncate(DateTime instant) =>
        new(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);

    /// <summary>The instant at which the given day ends in the time zone: the last millisecond of that day there.</summary>
    public static DateTime EndOfDay(DateOnly day, TimeZoneInfo zone)
    {
        var next = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(next))
        {
            next = next.AddMinutes(30);
        }

        return Truncate(TimeZoneInfo.ConvertTimeToUtc(next, zone)).AddMilliseconds(-1);
    }

    /// <summary>The calendar day of an instant in the time zone.</summary>
    public static DateOnly DayIn(DateTime instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(instant, DateTimeKind.Utc), zone));
}
