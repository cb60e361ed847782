using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

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
    [InlineData("lodz", "4")]
    [InlineData("Łódź", "4")]
    [InlineData("sor", "4")]
    [InlineData("min", "")]
    public void Text_finds_the_beginning_of_a_word_of_role_or_department_in_whatever_letters(string text, string turns)
    {
        var slice = new ReviewSlice([Row(1, "Admin", "Product"), Row(2, "Consumer", "Finance Operations"), Row(3, "Chef éditeur", "Büro"), Row(4, "Sør", "Biuro Łódź")], new Dictionary<long, string> { [1] = "Heap" }, 0);
        Assert.Equal(turns, string.Join(',', slice.Matching(text)));
    }

    [Fact]
    public async Task Text_finds_the_rows_of_a_role_that_was_read()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var slice = await world.Database.Get<ReviewQueue>().SliceAsync(world.World.As("Mia"), world.CampaignId, default);
        Assert.Equal("Zoe", Assert.Single(slice.Matching("adm").Select(t => slice.Row(t)!.Name)));
    }

    [Theory]
    [InlineData("lukasz")]
    [InlineData("łukasz")]
    public async Task Text_finds_the_access_of_a_person_by_plain_letters_and_by_their_own(string text)
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync(["Łukasz", "Sami"]);
        await world.HeapAsync(new TestAccount("Łukasz"), new TestAccount("Sami"));
        await world.LaunchAsync("Mia");
        await using var db = database.Look();
        var campaign = await db.Campaigns.Select(c => c.Id).SingleAsync();
        var item = Assert.Single(await database.Get<ReviewQueue>().MatchesAsync(world.As("Mia"), campaign, text, default));
        Assert.Equal(world["Łukasz"], await db.ReviewTurns.Where(t => t.Id == item).Join(db.ReviewItems, t => t.ItemId, i => i.Id, (_, i) => i.HolderId).SingleAsync());
        Assert.Equal("Łukasz", Assert.Single((await database.Get<ApplicationAccounts>().RunAsync(world.As("Owen"), world.ApplicationId, new AccountFilter(text), 0, 10, default)).Require().Lines).Name);
    }

    private static SliceRow Row(int number, string role, string department) => new()
    {
        TurnId = number, BlockId = number, Number = number, Rank = AttentionRank.NothingFound, EventSeq = 5, State = TurnState.Undecided, Signed = false, Findings = Finding.None,
        Recommendation = Recommendation.None, ApplicationId = 1, AccountId = number, Name = "Somebody", Role = role, RoleKey = TextKey.Of(role), Department = department, Match = MatchKind.Id,
        Used = LastUse.NotKnown, Change = default, Previous = null,
    };
}
