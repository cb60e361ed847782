using AccessReview.Core.Campaigns;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>How late a campaign is, is said in days of the calendar where it is held, and not in spans of 24 hours.</summary>
public sealed class DaysLateTests
{
    [Theory]
    [InlineData("2026-03-27", "2026-03-27T21:59:00", 0)] // 22:59 on the due day
    [InlineData("2026-03-27", "2026-03-29T22:30:00", 3)] // 00:30 on the third day after, one of them an hour short
    [InlineData("2026-10-23", "2026-10-26T22:30:00", 3)] // 23:30 on the third day after, one of them an hour longer
    public void Days_late_are_days_of_the_calendar_across_the_change_of_clocks(string due, string at, int days)
    {
        var plan = new CampaignPlan("Heap", "", "", default, default, DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture), "Europe/Berlin", DeadlineRule.NotReviewed);
        var campaign = new Campaign
        {
            Id = 1, Number = 1, Name = plan.Name, PeriodStart = default, PeriodEnd = default, TimeZone = plan.TimeZone, DueDate = plan.DueDate, DueAt = plan.DueAt(), State = CampaignState.Active, OwnerId = 1,
        };
        Assert.Equal(days, campaign.DaysLateAt(DateTime.SpecifyKind(DateTime.Parse(at, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc)));
    }
}
