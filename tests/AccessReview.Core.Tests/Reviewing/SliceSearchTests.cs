using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Reviewing;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>What a reviewer types finds rows by what they hold as well as by whose they are.</summary>
public sealed class SliceSearchTests
{
    [Theory]
    [InlineData("admin", "1")]
    [InlineData("FIN", "2")]
    [InlineData("operat", "2")]
    [InlineData("edit", "3")]
    [InlineData("büro", "3")]
    [InlineData("buro", "3")]
    [InlineData("min", "")]
    public void Text_finds_the_beginning_of_a_word_of_role_or_department_in_whatever_letters(string text, string turns)
    {
        var slice = new ReviewSlice([Row(1, "Admin", "Product"), Row(2, "Consumer", "Finance Operations"), Row(3, "Chef éditeur", "Büro")], new Dictionary<long, string> { [1] = "Heap" }, 0);
        Assert.Equal(turns, string.Join(',', slice.Matching(text)));
    }

    [Fact]
    public async Task Text_finds_the_rows_of_a_role_that_was_read()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var slice = await world.Database.Get<ReviewQueue>().SliceAsync(world.World.As("Mia"), world.CampaignId, default);
        Assert.Equal("Zoe", Assert.Single(slice.Matching("adm").Select(t => slice.Row(t)!.Name)));
    }

    private static SliceRow Row(int number, string role, string department) => new()
    {
        TurnId = number, BlockId = number, Number = number, Rank = AttentionRank.NothingFound, EventSeq = 5, State = TurnState.Undecided, Signed = false, Findings = Finding.None,
        Recommendation = Recommendation.None, ApplicationId = 1, AccountId = number, Name = "Somebody", Role = role, RoleKey = TextKey.Of(role), Department = department, Match = MatchKind.Id,
        Used = LastUse.NotKnown, Change = default, Previous = null,
    };
}
