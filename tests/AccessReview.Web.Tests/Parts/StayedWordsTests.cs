using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Campaigns;

namespace AccessReview.Web.Tests.Parts;

/// <summary>Whoever gives items to somebody else reads what stayed, each reason once.</summary>
public sealed class StayedWordsTests
{
    [Fact]
    public void What_stayed_is_told_by_reason_and_those_of_one_name_together()
    {
        var lines = StayedWords.Of([Stayed("Ann", "They have it already."), Stayed("Zoe", "It has been signed off."), Stayed("Zoe", "It has been signed off."), Stayed("Bob", "It has been signed off.")]);
        Assert.Equal(["3 stayed, because it has been signed off: Zoe (2), Bob", "1 stayed, because they have it already: Ann"], lines);
    }

    [Fact]
    public void Of_many_names_the_rest_is_counted()
    {
        var line = Assert.Single(StayedWords.Of(Enumerable.Range(101, 22).Select(n => Stayed($"A{n}", "It has been signed off."))));
        Assert.EndsWith("A119, A120, and 2 more", line, StringComparison.Ordinal);
    }

    private static ItemAnswer Stayed(string name, string sentence) => new(1, name, ItemAnswerKind.Refused, TurnState.Certified, 1, "item.signed", sentence);
}
