using AccessReview.Core.Leavers;

namespace AccessReview.Core.Tests.Leavers;

/// <summary>From when to when readings without a gap show that somebody who has left can still get in.</summary>
public sealed class LeaverSpanTests
{
    private static readonly DateTime Start = new(2026, 11, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly JudgedReading[] Readings = [.. Enumerable.Range(0, 6).Select(i => new JudgedReading(100 + i, Start.AddDays(i), Start.AddDays(i).AddHours(1)))];
    private static readonly HashSet<(long, long)> Telling = [];

    [Fact]
    public void It_is_found_by_the_first_reading_that_shows_it_and_open_until_one_does_not()
    {
        var span = Assert.Single(LeaverSpan.Of(Readings, [Seen(1), Seen(2), Seen(3)], Telling));
        Assert.Equal((Readings[1], Readings[3], Readings[4]), (span.Found, span.Last, span.After));
        Assert.Null(Assert.Single(LeaverSpan.Of(Readings, [Seen(4), Seen(5)], Telling)).After);
    }

    [Fact]
    public void A_disabled_account_is_no_access()
    {
        Assert.Equal(Readings[3], Assert.Single(LeaverSpan.Of(Readings, [Seen(1), Seen(2), Seen(3, open: false), Seen(4, open: false)], Telling)).After);
        Assert.Empty(LeaverSpan.Of(Readings, [Seen(2, open: false)], Telling));
    }

    [Fact]
    public void Access_that_comes_back_begins_anew()
    {
        var span = Assert.Single(LeaverSpan.Of(Readings, [Seen(0), Seen(1), Seen(4), Seen(5)], Telling));
        Assert.Equal((Readings[4], Readings[5]), (span.Found, span.Last));
    }

    [Fact]
    public void An_account_that_passes_to_another_leaver_begins_anew() =>
        Assert.Equal(Readings[2], Assert.Single(LeaverSpan.Of(Readings, [Seen(0), Seen(1), Seen(2, person: 8), Seen(3, person: 8)], Telling)).Found);

    [Fact]
    public void A_reading_that_leaves_it_out_neither_ends_it_nor_lets_it_begin_anew()
    {
        HashSet<(long, long)> silent = [(Readings[1].AssessmentId, 1), (Readings[4].AssessmentId, 1)];
        var span = Assert.Single(LeaverSpan.Of(Readings, [Seen(0), Seen(2), Seen(3)], silent));
        Assert.Equal((Readings[0], Readings[3], Readings[5], null), (span.Found, span.Last, span.After, span.Gap));
        silent.Add((Readings[5].AssessmentId, 1));
        Assert.Null(Assert.Single(LeaverSpan.Of(Readings, [Seen(0), Seen(2), Seen(3)], silent)).After);
        Assert.Equal(Readings[1], Assert.Single(LeaverSpan.Of(Readings, [Seen(0), Seen(2), Seen(3)], Telling)).Gap);
    }

    [Fact]
    public void Each_account_has_its_own_and_says_how_the_last_reading_has_it()
    {
        var spans = LeaverSpan.Of(Readings, [Seen(0), Seen(1), Seen(1, account: 2), Seen(2, account: 2)], Telling);
        Assert.Equal([(1L, 1001L), (2L, 2002L)], spans.OrderBy(s => s.AccountId).Select(s => (s.AccountId, s.AssessedId)));
    }

    private static LeaverSeen Seen(int reading, long account = 1, long person = 7, bool open = true) => new(Readings[reading].AssessmentId, (1000 * account) + reading, account, person, open);
}
