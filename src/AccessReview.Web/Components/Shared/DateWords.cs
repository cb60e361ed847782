using System.Globalization;
using AccessReview.Core;

namespace AccessReview.Web.Components.Shared;

/// <summary>Days and instants as people read them, the same for everybody.</summary>
public static class DateWords
{
    /// <summary>A day: <c>4 Dec 2026</c>.</summary>
    public static string Day(DateOnly day) => Clock.Said(day);

    /// <summary>A day without its year: <c>4 Dec</c>.</summary>
    public static string ShortDay(DateOnly day) => day.ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>An instant: <c>23 Nov 2026, 09:00 UTC</c>.</summary>
    public static string Instant(DateTime at) => at.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>How long something takes: <c>19 h</c>, from two days on <c>4.2 days</c>.</summary>
    public static string Duration(double hours) => hours < 1 ? "under 1 h" : hours < 48
        ? string.Create(CultureInfo.InvariantCulture, $"{hours:0} h")
        : string.Create(CultureInfo.InvariantCulture, $"{hours / 24:0.#} days");

    /// <summary>How many of something: <c>1 row</c>, <c>1,200 rows</c>.</summary>
    public static string Count(long number, string one) => number == 1 ? "1 " + one : Number(number) + " " + one + "s";

    /// <summary>A number with thousands set apart.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
