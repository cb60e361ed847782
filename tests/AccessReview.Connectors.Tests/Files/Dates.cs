namespace AccessReview.Connectors.Files;

public sealed class Dates
{
    [Theory]
    [InlineData("2026-12-31", DateOrder.Iso, "2026-12-31T00:00:00.000")]
    [InlineData("2026-12-31T23:59:58.1234Z", DateOrder.DayFirst, "2026-12-31T23:59:58.123")]
    [InlineData("2026-12-31 23:59:58 +0100", DateOrder.Iso, "2026-12-31T22:59:58.000")]
    [InlineData("2026-12-31 10:00:00 UTC", DateOrder.Iso, "2026-12-31T10:00:00.000")]
    [InlineData("20261231", DateOrder.Iso, "2026-12-31T00:00:00.000")]
    [InlineData("31.12.2026", DateOrder.DayFirst, "2026-12-31T00:00:00.000")]
    [InlineData("31.12.26 07:05 Uhr", DateOrder.DayFirst, "2026-12-31T07:05:00.000")]
    [InlineData("12/31/2026 12:05 AM", DateOrder.MonthFirst, "2026-12-31T00:05:00.000")]
    [InlineData("1/2/2026, 3:04:05 p.m.", DateOrder.MonthFirst, "2026-01-02T15:04:05.000")]
    [InlineData("31 Dec 2026", DateOrder.DayFirst, "2026-12-31T00:00:00.000")]
    [InlineData("Dec 31, 2026", DateOrder.MonthFirst, "2026-12-31T00:00:00.000")]
    [InlineData("Thu, 31 Dec 2026 08:00:00 GMT", DateOrder.DayFirst, "2026-12-31T08:00:00.000")]
    [InlineData("1. März 2026", DateOrder.DayFirst, "2026-03-01T00:00:00.000")]
    [InlineData("1 août 2026", DateOrder.DayFirst, "2026-08-01T00:00:00.000")]
    [InlineData("3 de enero de 2026", DateOrder.DayFirst, "2026-01-03T00:00:00.000")]
    [InlineData("46387,5", DateOrder.Excel, "2026-12-31T12:00:00.000")]
    public void A_date_is_read_in_the_order_that_was_chosen(string text, DateOrder order, string instant)
    {
        Assert.True(DateText.TryRead(text, order, out var date));
        Assert.Equal(instant, date.ToInstant(TimeZoneInfo.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("31/12/2026", DateOrder.Iso)]
    [InlineData("31/12/2026", DateOrder.MonthFirst)]
    [InlineData("30.02.2026", DateOrder.DayFirst)]
    [InlineData("31.12/2026", DateOrder.DayFirst)]
    [InlineData("2026-12-31T25:00:00Z", DateOrder.Iso)]
    [InlineData("3 jui 2026", DateOrder.DayFirst)]
    [InlineData("0026-12-31", DateOrder.Iso)]
    [InlineData("1826-12-31", DateOrder.Iso)]
    [InlineData("46387", DateOrder.DayFirst)]
    [InlineData("-5", DateOrder.Excel)]
    [InlineData("tomorrow", DateOrder.DayFirst)]
    public void What_is_no_date_in_that_order_is_not_read(string text, DateOrder order) =>
        Assert.False(DateText.TryRead(text, order, out _));

    [Theory]
    [InlineData("2026-03-12", DateOrder.Iso, "America/New_York")]
    [InlineData("12.03.2026", DateOrder.DayFirst, "Europe/Berlin")]
    [InlineData("12.03.2026", DateOrder.DayFirst, "Pacific/Auckland")]
    [InlineData("46093", DateOrder.Excel, "Europe/Berlin")]
    public void A_day_without_a_time_stays_that_day_in_whatever_zone_it_was_written(string text, DateOrder order, string zone)
    {
        Assert.True(DateText.TryRead(text, order, out var date));
        var instant = date.ToInstant(TimeZoneInfo.FindSystemTimeZoneById(zone));
        Assert.Equal((new DateTime(2026, 3, 12), DateTimeKind.Utc), (instant, instant.Kind));
    }

    [Theory]
    [InlineData("2026-03-29 02:30:00", "2026-03-29T01:30:00Z")]
    [InlineData("2026-07-01 12:00:00", "2026-07-01T10:00:00Z")]
    public void A_time_without_an_offset_is_taken_in_the_assumed_zone(string text, string utc)
    {
        Assert.True(DateText.TryRead(text, DateOrder.Iso, out var date));
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        Assert.Equal(DateTime.Parse(utc, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal), date.ToInstant(zone));
    }
}
