namespace AccessReview.Core.Extracts;

/// <summary>When an account was last used. Many files say the day alone: such a day is kept as its midnight in UTC, whatever zone it is of, and exactly
/// that instant is taken as a day wherever it is compared or shown.</summary>
public static class UseTime
{
    /// <summary>Whether the day alone is known.</summary>
    public static bool IsDay(DateTime used) => used.TimeOfDay == TimeSpan.Zero;

    /// <summary>Whether it came after an instant; null: not known. A day alone tells only where it is another one than the instant's own, both in UTC and
    /// where the review's days end: in which of them a file counts its days, it does not say.</summary>
    /// <param name="used">The last use.</param>
    /// <param name="instant">What it is held against.</param>
    /// <param name="zone">Where the review's days end.</param>
    public static bool? IsAfter(DateTime used, DateTime instant, TimeZoneInfo zone)
    {
        if (!IsDay(used))
        {
            return used > instant;
        }

        var (day, utc, there) = (DateOnly.FromDateTime(used), DateOnly.FromDateTime(instant), Clock.DayIn(instant, zone));
        return day > utc && day > there ? true : day < utc && day < there ? false : null;
    }
}
