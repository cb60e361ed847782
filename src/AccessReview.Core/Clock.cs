using System.Globalization;

namespace AccessReview.Core;

/// <summary>Instants as the product keeps them: UTC, whole milliseconds.</summary>
public static class Clock
{
    /// <summary>The room that <see cref="Write"/> needs, more than it fills.</summary>
    internal const int MaxWritten = 33;

    /// <summary>How far the clocks of machines that work on one database may be apart. An instant that lies further ahead than it can have been put was
    /// written while a clock ran ahead, and holds nothing up once that is right.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);

    /// <summary>Now, in UTC, truncated to milliseconds.</summary>
    public static DateTime Now(this TimeProvider time) => Truncate(time.GetUtcNow().UtcDateTime);

    /// <summary>Whether so much time has passed since an instant. One that lies further ahead than clocks may be apart says nothing of when it was, and
    /// puts nothing off.</summary>
    public static bool HasPassed(this TimeProvider time, TimeSpan span, DateTime since)
    {
        var now = time.Now();
        return now - since >= span || since > now + Apart;
    }

    /// <summary>The instant without its fraction of a millisecond, marked as UTC.</summary>
    public static DateTime Truncate(DateTime instant) =>
        new(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);

    /// <summary>A day as people read it: <c>4 Dec 2026</c>.</summary>
    public static string Said(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>An instant as people read it: <c>4 Dec 2026 22:59 UTC</c>.</summary>
    public static string Said(DateTime instant) => instant.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>Writes an instant as the record names it, <c>2026-11-25T08:00:00.000Z</c>, and says how many bytes that took.</summary>
    /// <param name="instant">The instant, in UTC.</param>
    /// <param name="utf8">Room for <see cref="MaxWritten"/> bytes.</param>
    internal static int Write(DateTime instant, Span<byte> utf8)
    {
        // The round-trip form, cut after the milliseconds: a form of one's own takes four times as long.
        const int cut = 23;
        _ = instant.TryFormat(utf8, out _, "O", CultureInfo.InvariantCulture);
        utf8[cut] = (byte)'Z';
        return cut + 1;
    }

    /// <summary>The instant at which the given day ends in the time zone: the last millisecond of that day there.</summary>
    public static DateTime EndOfDay(DateOnly day, TimeZoneInfo zone)
    {
        var next = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(next))
        {
            next = next.AddMinutes(30);
        }

        // Where the clocks go back to midnight there are two of them: the day ends at the first.
        var offset = zone.IsAmbiguousTime(next) ? zone.GetAmbiguousTimeOffsets(next).Max() : zone.GetUtcOffset(next);
        return Truncate(next - offset).AddMilliseconds(-1);
    }

    /// <summary>The calendar day of an instant in the time zone.</summary>
    public static DateOnly DayIn(DateTime instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(instant, DateTimeKind.Utc), zone));
}
