namespace AccessReview.Core;

/// <summary>Days as people give them. A field that was emptied gives the first day of the calendar, and a slip of the hand any other.</summary>
public static class Days
{
    /// <summary>The first that can be meant: nothing that is reviewed is older.</summary>
    public static readonly DateOnly First = new(1990, 1, 1);

    /// <summary>The last that can be meant: whatever is counted from it is still a day.</summary>
    public static readonly DateOnly Last = new(2200, 12, 31);

    /// <summary>What is wrong with a day that cannot be meant; null when it can.</summary>
    /// <param name="code">The code of the problem.</param>
    /// <param name="what">Which day it is, as in “the day it is due”.</param>
    /// <param name="day">The day.</param>
    public static Problem? Wrong(string code, string what, DateOnly day) =>
        day == default ? new Problem(code, $"Give {what}.")
        : day < First || day > Last ? new Problem(code, $"{Clock.Said(day)} cannot be {what}. Choose a day between {Clock.Said(First)} and {Clock.Said(Last)}.")
        : null;
}
