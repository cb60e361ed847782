using AccessReview.Core.Leavers;

namespace AccessReview.Core.Tests.Leavers;

/// <summary>From when to when readings without a gap show that somebody who has left can still get in.</summary>
public sealed class LeaverSpanTests
{
    private static readonly DateTime Start = new(2026, 11, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly JudgedReading[] Readings = [.. Enumerable.Range(0, 6).Select(i => new JudgedReading(100 + i, Start.AddDays(i), Start.AddDays(i).AddHours(1)))];

    [Fact]
    public void It_is_found_by_the_first_reading_that_shows_it_and_open_until_one_does_not()
    {
        var span = Assert.Single(LeaverSpan.Of(Readings, [Seen(1), Seen(2), Seen(3)]));
        Assert.Equal((Readings[1], Readings[3], Readings[4]), (span.Found, span.Last, span.After));
        Assert.Null(Assert.Single(LeaverSpan.Of(Readings, [Seen(4), Seen(5)])).After);
    }

    [Fact]
    public void A_disabled_account_is_no_access()
    {
        Assert.Equal(Readings[3], Assert.Single(LeaverSpan.Of(Readings, [Seen(1), Seen(2), Seen(3, open: false), Seen(4, open: false)])).After);
        Assert.Empty(LeaverSpan.Of(Readings, [Seen(2, open: false)]));
    }

    [Fact]
    public void Access_that_comes_back_begins_anew()
    {
        var span = Assert.Single(LeaverSpan.Of(Readings, [Seen(0), Seen(1), Seen(4), Seen(5)]));
        Assert.Equal((Readings[4], Readings[5]), (span.Found, span.Last));
    }

    [Fact]
    public void An_account_that_passes_to_another_leaver_begins_anew() =>
        Assert.Equal(Readings[2], Assert.Single(LeaverSpan.Of(Readings, [Seen(0), Seen(1), Seen(2, person: 8), Seen(3, person: 8)])).Found);

    [Fact]
    public void Each_account_has_its_own_and_says_how_the_last_reading_has_it()
    {
        var spans = LeaverSpan.Of(Readings, [Seen(0), Seen(1), Seen(1, account: 2), Seen(2, account: 2)]);
        Assert.Equal([(1L, 1001L), (2L, 2002L)], spans.OrderBy(s => s.AccountId).Select(s => (s.AccountId, s.AssessedId)));
    }

    private static LeaverSeen Seen(int reading, long account = 1, long person = 7, bool open = true) => new(Readings[reading].AssessmentId, (1000 * account) + reading, account, person, open);
}
