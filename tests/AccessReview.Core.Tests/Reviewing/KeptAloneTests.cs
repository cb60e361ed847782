using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Histories;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>What one of two reviewers kept counts as not reviewed where the other never decided: the one who did is told why.</summary>
public sealed class KeptAloneTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private SmallCompany company = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        company = new SmallCompany(database);
        await company.FoundAsync();
        var number = await company.LaunchAsync("First", twice: true);
        var reviewers = new Reviewers(database.Services, number);
        await reviewers.DecideAllAsync(new HashSet<string>(StringComparer.Ordinal));
        await reviewers.SignAllAsync();
        await database.Get<FollowUps>().RunAsync(default); // The second looks are open, and nobody takes them.
        await company.CloseAsync(number);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Whoever_kept_it_reads_so_in_the_next_campaign_and_its_story_names_them()
    {
        await company.LaunchAsync("Second");
        await using var db = database.Look();
        var campaign = await db.Campaigns.SingleAsync(c => c.Number == 2);
        var queue = database.Get<ReviewQueue>();
        var dan = (await queue.SliceAsync(Mia, campaign.Id, default)).Rows.Single(r => r.Name == "Dan");
        Assert.Equal(ReviewChange.NotReviewedBefore, dan.Change);
        var row = Assert.Single(await queue.RowsAsync(Mia, [dan.TurnId], default));
        Assert.Equal(("you", "First"), (row.KeptAloneBy, row.PreviousName));
        var past = Assert.Single((await database.Get<ItemStory>().RunAsync(Mia, dan.TurnId, default)).Require().Past);
        Assert.Equal((OutcomeKind.NotReviewed, TurnState.Certified, "Mia"), (past.Kind, past.KeptAlone!.Value, past.By));
    }

    [Fact]
    public async Task The_ended_campaign_counts_what_was_decided_and_is_not_reviewed_for_want_of_the_other()
    {
        var ended = Assert.Single(await database.Get<MyEndedReviews>().RunAsync(Mia, default));
        Assert.True(ended.Certified > 0);
        Assert.Equal((ended.Certified, 0), (ended.End.OtherMissing, ended.End.NotReviewed));
    }

    private Actor Mia => Actor.Demo(company["Mia"]);
}
