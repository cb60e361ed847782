using AccessReview.Core.Campaigns;
using AccessReview.Core.Notifications;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>The curve, and its hours in time zones that turn their clocks.</summary>
public sealed class ReminderSlotsTests
{
    [Theory]
    [InlineData(14, "14 7 3 1 0")]
    [InlineData(10, "10 5 2 1 0")]
    [InlineData(1, "1 0")]
    [InlineData(90, "90 45 22 11 5 2 1 0")]
    public void Each_reminder_comes_after_half_of_what_was_left(int first, string days) => Assert.Equal(days, string.Join(' ', ReminderSlots.Curve(first)));

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-30", 2, "2026-03-29T01:00:00Z")] // 2:00 does not exist that night; 3:00 does
    [InlineData("Europe/Berlin", "2026-10-26", 8, "2026-10-25T07:00:00Z")]
    [InlineData("America/Los_Angeles", "2026-12-04", 8, "2026-12-03T16:00:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-12-04", 0, "2026-12-02T10:00:00Z")]
    public void The_day_before_the_deadline_begins_at_its_hour_there(string zone, string due, int hour, string at)
    {
        var instant = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;
        var (campaign, policy) = (Due(zone, due), new Policy { ReminderHour = hour });

        Assert.Equal(instant, ReminderSlots.Newest(campaign, policy, instant)?.At);
        Assert.True(ReminderSlots.Newest(campaign, policy, instant.AddMilliseconds(-1))?.At < instant);
    }

    [Fact]
    public void Nothing_from_before_the_launch_is_made_up_for()
    {
        var campaign = Due("UTC", "2026-12-04");
        campaign.LaunchedAt = new DateTime(2026, 12, 1, 9, 0, 0, DateTimeKind.Utc);

        Assert.Null(ReminderSlots.Newest(campaign, new Policy(), campaign.LaunchedAt.Value.AddHours(30)));
        Assert.Equal(new DateOnly(2026, 12, 3), ReminderSlots.Newest(campaign, new Policy(), campaign.LaunchedAt.Value.AddHours(48))?.Day);
    }

    [Theory]
    [InlineData("2026-11-19T23:00:00Z", "2026-11-20T08:00:00Z", null)] // The series launched itself at midnight in Berlin, two weeks before.
    [InlineData("2026-11-26T23:00:00Z", "2026-11-27T08:00:00Z", null)]
    [InlineData("2026-12-03T05:00:00Z", "2026-12-03T08:00:00Z", null)] // By hand, before the hour.
    [InlineData("2026-12-03T05:00:00Z", "2026-12-04T07:00:00Z", "2026-12-04")]
    [InlineData("2026-12-03T23:00:00Z", "2026-12-04T08:00:00Z", null)]
    public void The_day_of_the_launch_is_never_a_day_to_remind(string launched, string now, string? day)
    {
        DateTime At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;
        var campaign = Due("Europe/Berlin", "2026-12-04");
        campaign.LaunchedAt = At(launched);

        DateOnly? expected = day is null ? null : DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(expected, ReminderSlots.Newest(campaign, new Policy(), At(now))?.Day);
    }

    [Fact]
    public void A_launch_that_the_record_puts_ahead_of_the_clock_leaves_no_reminder_out()
    {
        var campaign = Due("UTC", "2026-12-30");
        campaign.LaunchedAt = new DateTime(2026, 12, 25, 9, 0, 0, DateTimeKind.Utc); // By the newest event; by the clock it was 1 December.

        Assert.Equal(new DateOnly(2026, 12, 16), ReminderSlots.Newest(campaign, new Policy(), new DateTime(2026, 12, 17, 9, 0, 0, DateTimeKind.Utc))?.Day);
        Assert.Equal(new DateOnly(2026, 12, 27), ReminderSlots.Newest(campaign, new Policy(), new DateTime(2026, 12, 27, 9, 0, 0, DateTimeKind.Utc))?.Day);
    }

    private static Campaign Due(string zone, string day)
    {
        var due = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        return new Campaign
        {
            Id = 1, Number = 1, Name = "Heap", PeriodStart = due, PeriodEnd = due, TimeZone = zone, DueDate = due,
            DueAt = Clock.EndOfDay(due, TimeZoneInfo.FindSystemTimeZoneById(zone)), State = CampaignState.Active, OwnerId = 1,
        };
    }
}
