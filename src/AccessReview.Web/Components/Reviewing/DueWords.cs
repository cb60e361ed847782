using System.Globalization;
using AccessReview.Web.Components.Shared;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>A due date in words.</summary>
public static class DueWords
{
    /// <summary>"Due Fri 4 Dec, 9 days left".</summary>
    public static string Of(DateOnly due, int daysLeft)
    {
        var day = due.ToString("ddd d MMM", CultureInfo.InvariantCulture);
        return daysLeft switch
        {
            < -1 => $"Was due {day}, {-daysLeft} days late",
            -1 => $"Was due {day}, 1 day late",
            0 => "Due today",
            1 => $"Due {day}, tomorrow",
            _ => $"Due {day}, {daysLeft} days left",
        };
    }

    /// <summary>What its colour means.</summary>
    public static Tone ToneOf(int daysLeft) => daysLeft < 0 ? Tone.No : daysLeft <= 10 ? Tone.Warn : Tone.Plain;
}
