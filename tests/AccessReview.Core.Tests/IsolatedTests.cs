namespace AccessReview.Core.Tests;

/// <summary>The fear: a name that somebody else gave shows the sentence around it in another order than it was written.</summary>
public sealed class IsolatedTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Sales & Zoë, 12")]
    [InlineData("田中さん 😀")]
    public void A_name_that_turns_nothing_stands_as_it_is(string name) => Assert.Equal(name, Isolated.Of(name));

    [Theory]
    [InlineData("\u05DE\u05D9\u05D4", "\u2068\u05DE\u05D9\u05D4\u2069")]
    [InlineData("\uFEB3 12", "\u2068\uFEB3 12\u2069")]
    [InlineData("\U0001E900", "\u2068\U0001E900\u2069")]
    [InlineData("Sales\u200F", "\u2068Sales\u200F\u2069")]
    [InlineData("Sales\u202E", "\u2068Sales\u2069")]
    [InlineData("\u2069Sales\u2066", "\u2068Sales\u2069")]
    public void One_that_turns_the_direction_is_set_apart_and_loses_the_marks_that_would_leave_it(string name, string isolated) => Assert.Equal(isolated, Isolated.Of(name));

    [Fact]
    public void No_name_stays_none() => Assert.Null(Isolated.Of(null));
}
