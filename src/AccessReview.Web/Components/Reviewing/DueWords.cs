using System.Globalization;
using AccessReview.Web.Components.Shared;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>A due date in words. Its day is the campaign's: where a reviewer is, it may begin and end at other hours.</summary>
public static class DueWords
{
    /// <summary>"Due Fri 4 Dec, 23:59 Europe/Berlin, 9 days left".</summary>
    public static string Of(DateOnly due, string zone, int daysLeft) => Words($"{Day(due)}, {End(zone)}", daysLeft);

    /// <summary>"Due Fri 4 Dec, 9 days left", for where there is little room: the hour and its zone only where the day can be another one for the reader.</summary>
    public static string Short(DateOnly due, string zone, int daysLeft) => Math.Abs(daysLeft) <= 1 ? Of(due, zone, daysLeft) : Words(Day(due), daysLeft);

    /// <summary>"Due until Fri 4 Dec, 23:59 Europe/Berlin".</summary>
    public static string Until(DateOnly due, string zone) => $"Due until {Day(due)}, {End(zone)}";

    /// <summary>What its colour means.</summary>
    public static Tone ToneOf(int daysLeft) => daysLeft < 0 ? Tone.No : daysLeft <= 10 ? Tone.Warn : Tone.Plain;

    private static string Words(string due, int daysLeft) => daysLeft switch
    {
        < -1 => $"Was due {due}, {-daysLeft} days late",
        -1 => $"Was due {due}, 1 day late",
        0 => $"Due today, {due}",
        1 => $"Due tomorrow, {due}",
        _ => $"Due {due}, {daysLeft} days left",
    };

    private static string Day(DateOnly due) => due.ToString("ddd d MMM", CultureInfo.InvariantCulture);

    // The last minute of the day.
    private static string End(string zone) => "23:59 " + zone;
}
