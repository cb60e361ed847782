namespace AccessReview.Core.Tests;

public sealed class ClockTests
{
    [Fact]
    public void A_day_ends_with_its_last_millisecond_in_every_time_zone()
    {
        var first = new DateOnly(2026, 1, 1);
        var wrong = from zone in TimeZoneInfo.GetSystemTimeZones()
                    from day in Enumerable.Range(0, 365).Select(first.AddDays)
                    let end = Clock.EndOfDay(day, zone)
                    where Clock.DayIn(end, zone) != day || Clock.DayIn(end.AddMilliseconds(1), zone) != day.AddDays(1)
                    select $"{day:O} in {zone.Id}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void A_day_after_which_the_clocks_go_back_to_midnight_ends_at_the_first_midnight() =>
        Assert.Equal(new DateTime(2026, 10, 24, 23, 59, 59, 999, DateTimeKind.Utc), Clock.EndOfDay(new DateOnly(2026, 10, 24), TimeZoneInfo.FindSystemTimeZoneById("Atlantic/Azores")));
}
