using System.Globalization;

namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>Names of periods, and of the campaigns over them.</summary>
public static class PeriodName
{
    private const int MonthsOfQuarter = 3;

    /// <summary><c>Q4 2026</c> for a calendar quarter, <c>January 2027</c> for a calendar month, else both days.</summary>
    public static string Of(DateOnly start, DateOnly end) => start.Day == 1 && end == start.AddMonths(MonthsOfQuarter).AddDays(-1) && start.Month % MonthsOfQuarter == 1 ? Quarter(start)
        : start.Day == 1 && end == start.AddMonths(1).AddDays(-1) ? start.ToString("MMMM yyyy", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{start:yyyy-MM-dd} to {end:yyyy-MM-dd}");

    /// <summary>The calendar quarter that holds the day: <c>Q4 2026</c>.</summary>
    public static string Quarter(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"Q{1 + ((day.Month - 1) / MonthsOfQuarter)} {day.Year}");

    /// <summary>A campaign's name without the name of its period: <c>Heap, Q4 2026</c> is <c>Heap</c>. Empty where it was nothing else.</summary>
    public static string SeriesOf(string name, DateOnly start, DateOnly end)
    {
        var period = Of(start, end);
        return name.EndsWith(period, StringComparison.OrdinalIgnoreCase) ? name[..^period.Length].TrimEnd(' ', ',', '-', '–', ':', '·') : name;
    }

    /// <summary>The name of the series' campaign over a period.</summary>
    public static string Of(string series, DateOnly start, DateOnly end) => series.Length == 0 ? Of(start, end) : $"{series}, {Of(start, end)}";
}
