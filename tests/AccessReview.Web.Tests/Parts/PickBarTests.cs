using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Reviewing;
using Bunit;

namespace AccessReview.Web.Tests.Parts;

/// <summary>What an act on a selection left as it was is named, all of it.</summary>
public sealed class PickBarTests : BunitContext
{
    [Fact]
    public void Of_many_that_were_left_the_first_are_named_and_the_others_one_press_away()
    {
        var left = Left(53);
        var bar = Render<PickBar>(p => p.Add(b => b.Left, left));
        Assert.Equal("and 3 more", bar.FindAll("li")[^1].TextContent);

        bar.Find("li button").Click();
        Assert.Equal(left.Select(i => $"{i.Name}: Privileged."), bar.FindAll("li").Select(l => l.TextContent));

        // What the next act leaves begins closed again.
        bar.Render(p => p.Add(b => b.Left, Left(60)));
        Assert.Equal("and 10 more", bar.FindAll("li")[^1].TextContent);
    }

    private static List<ItemAnswer> Left(int count) => [.. Enumerable.Range(1, count).Select(i => new ItemAnswer(i, $"Account {i}", ItemAnswerKind.Refused, TurnState.Undecided, 0, Sentence: "Privileged."))];
}
