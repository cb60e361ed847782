using AccessReview.Web.Components.Reviewing;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A reviewer somewhere else than the campaign reads when and where its last day ends.</summary>
public sealed class DueWordsTests
{
    private static readonly DateOnly Friday = new(2026, 12, 4);

    [Theory]
    [InlineData(9, "Due Fri 4 Dec, 23:59 Europe/Berlin, 9 days left")]
    [InlineData(1, "Due tomorrow, Fri 4 Dec, 23:59 Europe/Berlin")]
    [InlineData(0, "Due today, Fri 4 Dec, 23:59 Europe/Berlin")]
    [InlineData(-1, "Was due Fri 4 Dec, 23:59 Europe/Berlin, 1 day late")]
    [InlineData(-3, "Was due Fri 4 Dec, 23:59 Europe/Berlin, 3 days late")]
    public void A_due_day_is_said_with_its_end_and_the_zone_of_that(int left, string words) => Assert.Equal(words, DueWords.Of(Friday, "Europe/Berlin", left));

    [Theory]
    [InlineData(2, "Due Fri 4 Dec, 2 days left")]
    [InlineData(1, "Due tomorrow, Fri 4 Dec, 23:59 Europe/Berlin")]
    [InlineData(0, "Due today, Fri 4 Dec, 23:59 Europe/Berlin")]
    [InlineData(-1, "Was due Fri 4 Dec, 23:59 Europe/Berlin, 1 day late")]
    [InlineData(-2, "Was due Fri 4 Dec, 2 days late")]
    public void Where_there_is_little_room_the_zone_is_said_as_soon_as_it_can_change_the_day(int left, string words) => Assert.Equal(words, DueWords.Short(Friday, "Europe/Berlin", left));

    [Fact]
    public void Until_when_it_is_due_is_said_in_full_beside_the_short_words() => Assert.Equal("Due until Fri 4 Dec, 23:59 Europe/Berlin", DueWords.Until(Friday, "Europe/Berlin"));
}
