using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Leavers;

namespace AccessReview.Core.Tests.Leavers;

/// <summary>Hours of access after the last day are counted from its end, and what is not known is never zero.</summary>
public sealed class LeaverHoursTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly DateTime Read = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void They_count_from_the_end_of_the_last_day_where_it_ends()
    {
        var over = LeaverHours.Over(new DateOnly(2026, 11, 18), Read, Berlin);
        Assert.Equal(new DateTime(2026, 11, 18, 22, 59, 59, 999, DateTimeKind.Utc), over);
        Assert.Equal(37, LeaverHours.Of(over, Read)!.Value, 3);
    }

    [Fact]
    public void A_last_day_that_is_not_over_is_no_time_at_all_and_one_that_is_not_known_is_not_known()
    {
        Assert.Equal(0, LeaverHours.Of(LeaverHours.Over(new DateOnly(2026, 11, 20), Read, Berlin), Read));
        Assert.Null(LeaverHours.Of(LeaverHours.Over(null, Read, Berlin), Read));
    }

    [Fact]
    public void A_last_day_to_come_is_not_known_where_another_directory_says_that_they_have_left() =>
        Assert.Null(LeaverHours.Over(new DateOnly(2026, 12, 31), Read, Berlin));

    [Theory]
    [InlineData(LastUsedState.Known, 19, UsedAfter.Yes)]
    [InlineData(LastUsedState.Known, 18, UsedAfter.No)]
    [InlineData(LastUsedState.Never, null, UsedAfter.No)]
    [InlineData(LastUsedState.NotKnown, null, UsedAfter.NotKnown)]
    [InlineData(LastUsedState.NotGiven, null, UsedAfter.NotKnown)]
    public void It_was_used_afterwards_when_the_last_use_came_after_the_last_day(LastUsedState state, int? day, UsedAfter expected)
    {
        var used = day is { } of ? new DateTime(2026, 11, of, 9, 0, 0, DateTimeKind.Utc) : (DateTime?)null;
        Assert.Equal(expected, LeaverHours.Used(LeaverHours.Over(new DateOnly(2026, 11, 18), Read, Berlin), state, used, Berlin));
        Assert.Equal(UsedAfter.NotKnown, LeaverHours.Used(null, state, used, Berlin));
    }

    [Theory]
    [InlineData("Europe/Berlin", 17, UsedAfter.No)]
    [InlineData("Europe/Berlin", 18, UsedAfter.NotKnown)]
    [InlineData("Europe/Berlin", 19, UsedAfter.Yes)]
    [InlineData("America/New_York", 17, UsedAfter.No)]
    [InlineData("America/New_York", 18, UsedAfter.NotKnown)]
    [InlineData("America/New_York", 19, UsedAfter.NotKnown)] // There the last day ends on the 19th of UTC.
    [InlineData("America/New_York", 20, UsedAfter.Yes)]
    public void A_last_use_of_which_the_day_alone_is_known_tells_nothing_of_the_day_on_which_the_last_day_ends(string zone, int day, UsedAfter expected)
    {
        var there = TimeZoneInfo.FindSystemTimeZoneById(zone);
        Assert.Equal(expected, LeaverHours.Used(LeaverHours.Over(new DateOnly(2026, 11, 18), Read, there), LastUsedState.Known, new DateTime(2026, 11, day, 0, 0, 0, DateTimeKind.Utc), there));
    }

    [Fact]
    public void The_middle_and_the_most_are_of_the_hours_that_are_known()
    {
        LeaverRow[] rows = [Row(1, 10, UsedAfter.Yes), Row(1, 30, UsedAfter.No), Row(2, 20, UsedAfter.NotKnown), Row(3, null, UsedAfter.NotKnown)];
        Assert.Equal(new LeaverFigures(3, 4, 3, 4, 0, 0, 20, 30, 3, 1, 2), LeaverFigures.Of(rows));
        Assert.Equal(new LeaverFigures(1, 1, 1, 1, 0, 0, null, null, 0, 0, 1), LeaverFigures.Of([rows[3]]));
        Assert.Equal([LeaverLength.Day, LeaverLength.Week, LeaverLength.Day, LeaverLength.NotKnown], rows.Select(r => r.Length));
    }

    [Fact]
    public void Whom_nobody_is_asked_about_at_once_is_counted_apart_from_those_who_are_asked_about()
    {
        (int, CampaignState, OutcomeKind?) kept = (1, CampaignState.Closed, OutcomeKind.Certified);
        LeaverRow[] rows =
        [
            Row(1, 10, UsedAfter.No), Row(2, 10, UsedAfter.No) with { Asked = kept }, Row(3, 10, UsedAfter.No) with { IsTest = true },
            Row(4, 10, UsedAfter.No) with { Asked = (1, CampaignState.Closed, OutcomeKind.NotReviewed) }, Row(5, 10, UsedAfter.No) with { Asked = kept }, Row(6, 10, UsedAfter.No) with { Asked = (2, CampaignState.Active, null) },
        ];

        // The fifth was kept, and something about it has changed since.
        var figures = LeaverFigures.Of(rows, new HashSet<long> { 1, 5 });
        Assert.Equal((6, 1, 1, 1, 1, 1), (figures.Open, figures.BeforeReviewers, figures.Kept, figures.KeptBy, figures.Test, figures.Later));
        Assert.Equal((0, 1, 0), (LeaverFigures.Of(rows).Kept, LeaverFigures.Of(rows).Test, LeaverFigures.Of(rows).Later));
        Assert.Null(LeaverFigures.Of([rows[1], rows[1] with { Asked = kept with { Item1 = 3 } }], new HashSet<long>()).KeptBy);
    }

    private static LeaverRow Row(long person, double? hours, UsedAfter used) => new()
    {
        AccountId = person, Account = "", Email = "", ApplicationId = 1, Application = "Heap", Role = "", PersonId = person, Person = "", LastDay = null, Found = Read, Ended = null, Until = Read,
        Hours = hours, Used = used,
    };
}
