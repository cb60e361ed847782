using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Matching;
using AccessReview.Core.Notifications;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.Persistence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>The campaign's owner is told of items for whose second review nobody was found. Owen owns Heap and the campaign, and is the only second reviewer; two of
/// the accounts turn out to be his. It is Monday, 23 November 2026.</summary>
public sealed class SecondReviewerMailTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(11);
    private readonly TestPost post = new();
    private readonly AskedQueries asked = new();
    private CampaignWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await CampaignWorld.CreateAsync(mailing: MailWorld.MailingOver(post), interceptor: asked);
        (await world.SecondAsync(SecondReviewRule.Everything, null)).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        foreach (var name in (string[])["Tomas", "Viktor"])
        {
            (await world.Database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), await AccountOfAsync(name), world.World["Owen"], "His second login", default)).Require();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await post.DisposeAsync();
    }

    [Fact]
    public async Task They_are_told_once_and_when_there_is_another_one_the_day_after()
    {
        await world.DecideAsync("Mia", "Tomas", DecisionKind.Certify);
        Assert.Empty(await TickAsync());
        world.Database.Time.Advance(Patience);
        var letter = Assert.Single(await TickAsync());
        Assert.Equal("owen@example.test", letter.To.Mailboxes.Single().Address);
        Assert.Contains("1 item waits for a second review that nobody was found for.", letter.Words(), StringComparison.Ordinal);
        Assert.Contains($"https://review.example/campaigns/{world.Number}", letter.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Tomas", letter.Words(), StringComparison.Ordinal);
        world.Database.Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await TickAsync());

        // The one is given to somebody, and another one comes: as many as before, and news.
        (await world.Database.Get<NameSecondReviewer>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World["Noa"], default)).Require();
        await world.DecideAsync("Mia", "Viktor", DecisionKind.Certify);
        Assert.Empty(await TickAsync());
        world.Database.Time.Advance(Patience);
        Assert.Single(await TickAsync());
        Assert.Empty(await TickAsync());
    }

    [Fact]
    public async Task A_mail_that_waited_until_somebody_was_named_is_not_sent()
    {
        await world.DecideAsync("Mia", "Tomas", DecisionKind.Certify);
        world.Database.Time.Advance(Patience);
        await world.Database.Get<FollowUps>().RunAsync(default);
        await world.Database.Get<PlanNotifications>().RunAsync(default);
        (await world.Database.Get<NameSecondReviewer>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World["Noa"], default)).Require();
        Assert.Empty(await TickAsync());
    }

    [SqliteFact]
    public async Task They_are_looked_for_by_the_second_reviews_of_the_campaign_and_not_among_all_turns()
    {
        await world.DecideAsync("Mia", "Tomas", DecisionKind.Certify);
        world.Database.Time.Advance(Patience);
        asked.Forget();
        await world.Database.Get<PlanNotifications>().RunAsync(default);
        await using var db = world.Database.Look();
        await using var connection = new SqliteConnection(db.Database.GetConnectionString());
        var queries = asked.Of("SecondReviews", "ReviewTurns", "Decisions", "AuditEvents");
        Assert.NotEmpty(queries);
        foreach (var query in queries)
        {
            Assert.DoesNotContain(await AskedQueries.PlanAsync(connection, query), s => s.StartsWith("SCAN", StringComparison.Ordinal));
        }
    }

    private async Task<long> AccountOfAsync(string holder)
    {
        await using var db = world.Database.Look();
        var person = world.World[holder];
        return await db.ReviewItems.Where(i => i.HolderId == person && i.GroupId == null).Select(i => i.AccountId).SingleAsync();
    }

    private async Task<List<MimeMessage>> TickAsync()
    {
        var before = post.Letters.Count;
        await world.Database.Get<FollowUps>().RunAsync(default);
        await world.Database.Get<SendMails>().RunAsync(default);
        return [.. post.Letters.Skip(before).Where(l => l.Subject == "Access review: a second reviewer is missing")];
    }
}
