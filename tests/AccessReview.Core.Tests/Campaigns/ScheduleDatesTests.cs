using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Schedules;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>The days of a campaign that repeats.</summary>
public sealed class ScheduleDatesTests
{
    private static readonly ScheduleTerms Terms = new(
        "Heap", new Cadence(CadenceUnit.Quarters, 1), new(2027, 1, 4), new(2027, 1, 1), new(2027, 3, 31), OpenDays: 14, PrepareDays: 10, LaunchesItself: false, "Europe/Berlin");

    [Fact]
    public void Quarters_end_with_their_months_and_are_launched_on_the_same_day()
    {
        var schedule = Schedule(Terms);
        Assert.Equal(
            [
                new CycleDates(1, new(2027, 1, 1), new(2027, 3, 31), new(2026, 12, 25), new(2027, 1, 4), new(2027, 1, 18)),
                new CycleDates(2, new(2027, 4, 1), new(2027, 6, 30), new(2027, 3, 25), new(2027, 4, 4), new(2027, 4, 18)),
                new CycleDates(3, new(2027, 7, 1), new(2027, 9, 30), new(2027, 6, 24), new(2027, 7, 4), new(2027, 7, 18)),
                new CycleDates(4, new(2027, 10, 1), new(2027, 12, 31), new(2027, 9, 24), new(2027, 10, 4), new(2027, 10, 18)),
            ],
            Enumerable.Range(1, 4).Select(schedule.Dates));
    }

    [Fact]
    public void The_last_day_of_a_month_comes_back_after_a_shorter_month()
    {
        var schedule = Schedule(Terms with { Cadence = new(CadenceUnit.Months, 1), Launch = new(2027, 1, 31), PeriodEnd = new(2027, 1, 31) });
        Assert.Equal([new(2027, 1, 31), new(2027, 2, 28), new(2027, 3, 31), new(2027, 4, 30)], Enumerable.Range(1, 4).Select(n => schedule.Dates(n).Launch));
        Assert.Equal([new(2027, 1, 31), new(2027, 2, 28), new(2027, 3, 31), new(2027, 4, 30)], Enumerable.Range(1, 4).Select(n => schedule.Dates(n).PeriodEnd));
    }

    [Fact]
    public void Every_six_weeks_is_forty_two_days()
    {
        var schedule = Schedule(Terms with { Cadence = new(CadenceUnit.Weeks, 6) });
        Assert.Equal(new DateOnly(2027, 3, 29), schedule.Dates(3).Launch);
    }

    [Theory]
    [InlineData("Heap, Q4 2026", "2026-10-01", "2026-12-31", "Heap", "2027-01-01", "2027-03-31", "Heap, Q1 2027")]
    [InlineData("Q4 2026", "2026-10-01", "2026-12-31", "", "2027-01-01", "2027-03-31", "Q1 2027")]
    [InlineData("8x8 – November 2026", "2026-11-01", "2026-11-30", "8x8", "2026-12-01", "2026-12-31", "8x8, December 2026")]
    [InlineData("Everything", "2026-11-02", "2026-11-15", "Everything", "2026-11-16", "2026-11-29", "Everything, 2026-11-16 to 2026-11-29")]
    public void The_next_campaign_has_the_name_of_its_period(string name, string start, string end, string series, string nextStart, string nextEnd, string next)
    {
        static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd");
        Assert.Equal(series, PeriodName.SeriesOf(name, Day(start), Day(end)));
        Assert.Equal(next, PeriodName.Of(series, Day(nextStart), Day(nextEnd)));
    }

    [Theory]
    [InlineData(CadenceUnit.Quarters, 1, "2026-11-25", "2027-02-23", "2027-01-01", "2027-03-31")]
    [InlineData(CadenceUnit.Quarters, 1, "2027-03-01", "2027-05-23", "2027-04-01", "2027-06-30")]
    [InlineData(CadenceUnit.Months, 1, "2026-11-25", "2026-12-23", "2027-01-01", "2027-01-31")]
    [InlineData(CadenceUnit.Quarters, 2, "2026-11-25", "2027-05-23", "2027-01-01", "2027-06-30")]
    public void What_is_proposed_follows_the_last_campaign_and_is_never_over(CadenceUnit unit, int every, string today, string launch, string start, string end)
    {
        static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd");
        var last = new Campaign
        {
            Id = 1, Number = 1, Name = "Heap, Q4 2026", PeriodStart = new(2026, 10, 1), PeriodEnd = new(2026, 12, 31), TimeZone = "Europe/Berlin", DueDate = new(2026, 12, 4),
            DueAt = default, State = CampaignState.Closed, OwnerId = 1, LaunchedAt = new(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc),
        };
        var proposed = ScheduleTerms.Propose(last, last.DueDate, new Cadence(unit, every), Day(today));
        Assert.Equal(("Heap", Day(launch), Day(start), Day(end), 11), (proposed.Series, proposed.Launch, proposed.PeriodStart, proposed.PeriodEnd, proposed.OpenDays));
    }

    [Fact]
    public void Terms_that_cannot_be_kept_are_refused_with_what_is_wrong()
    {
        var now = new DateTime(2027, 1, 4, 22, 30, 0, DateTimeKind.Utc);
        Assert.Null(Terms.Check(now));
        Assert.Equal("schedule.launch", Terms.Check(now.AddHours(1))?.Code); // In Berlin the next day has begun.
        Assert.Equal("schedule.open", (Terms with { OpenDays = 85 }).Check(now)?.Code);
        Assert.Equal("schedule.open", (Terms with { OpenDays = 0 }).Check(now)?.Code);
        Assert.Equal("schedule.prepare", (Terms with { PrepareDays = -1 }).Check(now)?.Code);
        Assert.Equal("schedule.cadence", (Terms with { Cadence = new(CadenceUnit.Quarters, 0) }).Check(now)?.Code);
        Assert.Equal("schedule.series", (Terms with { Series = new string('a', ScheduleTerms.MaxSeries + 1) }).Check(now)?.Code);
        Assert.Equal("schedule.period", (Terms with { PeriodEnd = new(2026, 12, 31) }).Check(now)?.Code);
        Assert.Equal("schedule.time-zone", (Terms with { TimeZone = "Berlin" }).Check(now)?.Code);
    }

    [Fact]
    public void Terms_with_which_no_days_can_be_counted_say_so_before_anything_is_counted()
    {
        var now = new DateTime(2027, 1, 4, 12, 0, 0, DateTimeKind.Utc);
        Assert.Null(Terms.WhyNotCounted());
        Assert.Equal("Give the first day of the next period.", Said(Terms with { PeriodStart = default }));
        Assert.Equal("31 Dec 9999 cannot be the last day of the next period. Choose a day between 1 Jan 1990 and 31 Dec 2200.", Said(Terms with { PeriodEnd = DateOnly.MaxValue }));
        Assert.Equal("Give the day of the next launch.", Said(Terms with { Launch = default }));
        Assert.Equal("A review held every quarter is open for 1 to 84 days, so that it is over before the next begins.", Said(Terms with { OpenDays = 31_122_026 }));
        Assert.Equal("The draft of a review held every quarter is prepared 0 to 84 days before its launch.", Said(Terms with { PrepareDays = 800_000 }));

        string? Said(ScheduleTerms terms)
        {
            Assert.Equal(terms.WhyNotCounted(), terms.Check(now));
            return terms.WhyNotCounted()?.Sentence;
        }
    }

    private static CampaignSchedule Schedule(ScheduleTerms terms) => new()
    {
        Id = 1,
        FromCampaignId = 1,
        OwnerId = 1,
        Series = terms.Series,
        Unit = terms.Cadence.Unit,
        Every = terms.Cadence.Every,
        AnchorNumber = 1,
        AnchorLaunch = terms.Launch,
        AnchorStart = terms.PeriodStart,
        AnchorEnd = terms.PeriodEnd,
        OpenDays = terms.OpenDays,
        PrepareDays = terms.PrepareDays,
        LaunchesItself = terms.LaunchesItself,
        TimeZone = terms.TimeZone,
    };
}
