namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>The step of a series of campaigns.</summary>
public enum CadenceUnit
{
    /// <summary>Weeks.</summary>
    Weeks,

    /// <summary>Calendar months.</summary>
    Months,

    /// <summary>Calendar quarters.</summary>
    Quarters,
}

/// <summary>How often a campaign is held again.</summary>
/// <param name="Unit">The step.</param>
/// <param name="Every">How many of them, from 1.</param>
public readonly record struct Cadence(CadenceUnit Unit, int Every)
{
    private const int DaysOfWeek = 7;
    private const int MonthsOfQuarter = 3;
    private const int ShortestMonth = 28;

    /// <summary>Every quarter, which is what most controls ask for.</summary>
    public static Cadence Quarterly { get; } = new(CadenceUnit.Quarters, 1);

    /// <summary>The most steps between two campaigns: none is held less often than once in two years.</summary>
    public int Most => Unit switch { CadenceUnit.Weeks => 104, CadenceUnit.Months => 24, CadenceUnit.Quarters => 8, _ => throw Unknown() };

    /// <summary>The fewest days between two campaigns.</summary>
    public int FewestDays => Unit == CadenceUnit.Weeks ? DaysOfWeek * Every : ShortestMonth * Months;

    private int Months => Unit == CadenceUnit.Quarters ? MonthsOfQuarter * Every : Every;

    /// <summary>The day so many times later. Always counted from the first day, so that the 31st comes back after a shorter month.</summary>
    public DateOnly Shift(DateOnly day, int times) => Unit == CadenceUnit.Weeks ? day.AddDays(DaysOfWeek * Every * times) : day.AddMonths(Months * times);

    /// <summary>The last day of a period so many times later: the day before the next one begins, so that a quarter ends with its month.</summary>
    public DateOnly ShiftEnd(DateOnly lastDay, int times) => Shift(lastDay.AddDays(1), times).AddDays(-1);

    /// <summary>In words: <c>every quarter</c>, <c>every 6 weeks</c>.</summary>
    public override string ToString()
    {
        var unit = Unit switch { CadenceUnit.Weeks => "week", CadenceUnit.Months => "month", CadenceUnit.Quarters => "quarter", _ => throw Unknown() };
        return Every == 1 ? $"every {unit}" : $"every {Every} {unit}s";
    }

    private InvalidOperationException Unknown() => new($"Unknown cadence {Unit}.");
}
