using AccessReview.Core.Extracts;

namespace AccessReview.Core.Leavers;

/// <summary>Whether somebody who has left used their access afterwards.</summary>
public enum UsedAfter
{
    /// <summary>The last use came after the end of the last day.</summary>
    Yes,

    /// <summary>It did not, or the account was never used.</summary>
    No,

    /// <summary>No last day or no last use is known, or a day alone does not tell.</summary>
    NotKnown,
}

/// <summary>How long somebody kept access after their last day. The page and the sheet say the same because both ask here. Pure; what is not known is null, never zero.</summary>
public static class LeaverHours
{
    /// <summary>The end of the last day. Null where no last day is known: none is named, or the one that is named had not come when the account was read, while another directory said that they had left.</summary>
    /// <param name="lastDay">The last day as the leading directory names it.</param>
    /// <param name="readAt">The time of the reading that has the account.</param>
    /// <param name="zone">Where the day ends.</param>
    public static DateTime? Over(DateOnly? lastDay, DateTime readAt, TimeZoneInfo zone) =>
        lastDay is { } day && day <= Clock.DayIn(readAt, zone) ? Clock.EndOfDay(day, zone) : null;

    /// <summary>Hours between the end of the last day and an instant; zero while that day is not over.</summary>
    public static double? Of(DateTime? over, DateTime? until) => over is { } from && until is { } at ? Math.Max(0, (at - from).TotalHours) : null;

    /// <summary>Whether the last use came after the end of the last day.</summary>
    /// <param name="over">The end of the last day.</param>
    /// <param name="state">What is known of the last use.</param>
    /// <param name="lastUsedAt">When it was, or on which day (<see cref="UseTime"/>).</param>
    /// <param name="zone">Where the day ends.</param>
    public static UsedAfter Used(DateTime? over, LastUsedState state, DateTime? lastUsedAt, TimeZoneInfo zone) => (over, state, lastUsedAt) switch
    {
        ({ } end, LastUsedState.Known, { } used) => UseTime.IsAfter(used, end, zone) switch { true => UsedAfter.Yes, false => UsedAfter.No, null => UsedAfter.NotKnown },
        ({ }, LastUsedState.Never, _) => UsedAfter.No,
        _ => UsedAfter.NotKnown,
    };
}
