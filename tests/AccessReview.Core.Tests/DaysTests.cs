namespace AccessReview.Core.Tests;

public sealed class DaysTests
{
    [Theory]
    [InlineData("0001-01-01", "Give the day it is due.")]
    [InlineData("1989-12-31", "31 Dec 1989 cannot be the day it is due. Choose a day between 1 Jan 1990 and 31 Dec 2200.")]
    [InlineData("1990-01-01", null)]
    [InlineData("2200-12-31", null)]
    [InlineData("2201-01-01", "1 Jan 2201 cannot be the day it is due. Choose a day between 1 Jan 1990 and 31 Dec 2200.")]
    public void A_day_that_was_not_given_or_cannot_be_meant_is_named(string day, string? sentence) =>
        Assert.Equal(sentence, Days.Wrong("due", "the day it is due", DateOnly.ParseExact(day, "yyyy-MM-dd"))?.Sentence);
}
