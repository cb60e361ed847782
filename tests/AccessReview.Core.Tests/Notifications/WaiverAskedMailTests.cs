using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Persistence;
using AccessReview.Core.Tests.Removals;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>Whose answer a waiver waits for is told, and whoever asked for it of the answer. Owen owns the campaign and, unless a test says otherwise, Heap; Noa is
/// a campaign owner too. It is Monday, 23 November 2026.</summary>
public sealed class WaiverAskedMailTests : IAsyncLifetime
{
    private const string Waits = "Access review: a waiver waits for your answer";
    private const string Answered = "Access review: your waiver is answered";
    private static readonly DateOnly Until = new(2026, 12, 31);
    private readonly TestPost post = new();
    private readonly AskedQueries asked = new();
    private TestDatabase database = null!;
    private RevokedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(interceptor: asked, mailing: MailWorld.MailingOver(post));
        world = await RevokedWorld.CreateAsync(database);
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.RevokeAsync("Sami");
        await world.RevokeAsync("Zoe");
        await world.SignOffAsync("Sami");
        await world.SignOffAsync("Zoe");
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await post.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_may_answer_is_told_once_and_the_asker_of_the_answer()
    {
        var first = await AskAsync(0, "Owen");
        var letter = Assert.Single(await TickAsync());
        Assert.Equal(("noa@example.test", Waits), (letter.To.Mailboxes.Single().Address, letter.Subject)); // Nobody but another campaign owner may.
        Assert.Contains("1 waiver waits for your answer.", letter.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Sami", letter.Words(), StringComparison.Ordinal);
        Assert.Empty(await TickAsync());

        var second = await AskAsync(1, "Owen");
        Assert.Empty(await TickAsync()); // Of the same day.
        database.Time.Advance(TimeSpan.FromDays(1));
        Assert.Contains("2 waivers wait for your answer.", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);

        await AnswerAsync(first, "Noa", approve: true);
        await AnswerAsync(second, "Noa", approve: false);
        var answered = Assert.Single(await TickAsync());
        Assert.Equal(("owen@example.test", Answered), (answered.To.Mailboxes.Single().Address, answered.Subject));
        Assert.Contains("1 waiver that you asked for was approved.\n  1 waiver that you asked for was refused.", answered.Words(), StringComparison.Ordinal);
        Assert.Contains("https://review.example/removals", answered.Words(), StringComparison.Ordinal);
        database.Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await TickAsync());
    }

    [Fact]
    public async Task An_answer_of_a_day_on_which_another_was_told_is_told_the_day_after_and_the_other_no_more()
    {
        await AnswerAsync(await AskAsync(0, "Owen"), "Noa", approve: true);
        Assert.Contains("was approved", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);
        await AnswerAsync(await AskAsync(1, "Owen"), "Noa", approve: false);
        Assert.Empty(await TickAsync());
        database.Time.Advance(TimeSpan.FromDays(1));
        var letter = Assert.Single(await TickAsync());
        Assert.Contains("1 waiver that you asked for was refused.", letter.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("was approved.", letter.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owners_of_the_application_and_of_the_campaign_are_told_before_any_other_campaign_owner()
    {
        await world.Run(async (scope, _) => (await scope.Db.Applications.AsTracking().SingleAsync()).OwnerId = world.World["Mia"]);
        await AskAsync(0, "Mia");
        Assert.Equal(["owen"], (await TickAsync()).To());
        await AskAsync(1, "Noa");
        database.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(["mia", "owen"], (await TickAsync()).To().Order());
    }

    [Fact]
    public async Task Whose_access_it_could_be_is_not_told_and_the_other_campaign_owners_are()
    {
        await world.Run(async (scope, _) =>
        {
            (await scope.Db.Applications.AsTracking().SingleAsync()).OwnerId = world.World["Mia"];
            var first = await scope.Db.Removals.OrderBy(r => r.Number).Select(r => r.ItemId).FirstAsync();
            var item = await scope.Db.ReviewItems.SingleAsync(i => i.Id == first);
            var assessed = scope.Db.Entry(await scope.Db.AssessedAccounts.AsTracking().SingleAsync(a => a.Id == item.AssessedAccountId));
            assessed.Property(a => a.Match).CurrentValue = MatchKind.Several;
            assessed.Property(a => a.Facts).CurrentValue = new FindingFacts { Candidates = [world.World["Sami"], world.World["Mia"]] }.ToJson();
        });
        await AskAsync(0, "Owen");
        Assert.Equal(["noa"], (await TickAsync()).To());
        Assert.Empty(await TickAsync());
    }

    [SqliteFact]
    public async Task What_waits_is_looked_for_by_the_waivers_and_not_among_all_removals()
    {
        await AskAsync(0, "Owen");
        asked.Forget();
        await database.Get<PlanNotifications>().RunAsync(default);
        await using var db = database.Look();
        await using var connection = new SqliteConnection(db.Database.GetConnectionString());
        var queries = asked.Of("RemovalWaivers", "WaiverAnswers", "Removals", "Applications", "Campaigns");
        Assert.NotEmpty(queries);
        foreach (var query in queries)
        {
            Assert.Contains(await AskedQueries.PlanAsync(connection, query), s => s.StartsWith("SEARCH r0 USING INTEGER PRIMARY KEY", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_waits_for_one_owners_word_goes_in_one_mail()
    {
        await world.World.GrantAsync("Mia", Role.CampaignOwner);
        var due = new DateOnly();
        await world.Run(async (scope, _) =>
        {
            var campaign = await scope.Db.Campaigns.AsTracking().SingleAsync();
            (campaign.OwnerId, due) = (world.World["Mia"], campaign.DueDate); // What she decided Owen signs, who owns Heap.
        });
        database.Time.SetUtcNow(new DateTimeOffset(due, new TimeOnly(12, 0), TimeSpan.Zero));
        await AskAsync(0, "Noa");
        await TickAsync();
        var letter = Assert.Single(post.Letters.To("owen"), l => l.Words().Contains("1 waiver waits for your answer.", StringComparison.Ordinal));
        Assert.Contains("What the campaign's owner decided of 1 application waits for your signature.", letter.Words(), StringComparison.Ordinal);
        Assert.Contains("Open what waits for you:\nhttps://review.example/\n", letter.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_waited_until_it_was_answered_is_not_sent()
    {
        var waiver = await AskAsync(0, "Owen");
        await database.Get<PlanNotifications>().RunAsync(default);
        await AnswerAsync(waiver, "Noa", approve: true);
        Assert.Equal([Answered], (await TickAsync()).Select(l => l.Subject));
    }

    [Fact]
    public async Task An_answer_that_no_mail_server_took_for_days_is_told_when_one_does()
    {
        await AnswerAsync(await AskAsync(0, "Owen"), "Noa", approve: true);
        post.Recipients = _ => new SmtpServer.Protocol.SmtpResponse((SmtpServer.Protocol.SmtpReplyCode)451, "later");
        Assert.Empty(await TickAsync());
        database.Time.Advance(SendMails.GivenUpAfter + TimeSpan.FromHours(1));
        Assert.Empty(await TickAsync());
        post.Recipients = _ => null;
        database.Time.Advance(TimeSpan.FromHours(1));
        Assert.Contains("1 waiver that you asked for was approved.", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);
    }

    private async Task<long> AskAsync(int removal, string by) =>
        (await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As(by), (await world.RemovalsAsync())[removal].Id, Until, "The handover takes until then", default)).Require();

    private async Task AnswerAsync(long waiver, string by, bool approve) =>
        (await database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As(by), waiver, approve, default)).Require();

    private async Task<List<MimeMessage>> TickAsync()
    {
        var before = post.Letters.Count;
        await database.Get<PlanNotifications>().RunAsync(default);
        await database.Get<SendMails>().RunAsync(default);
        return [.. post.Letters.Skip(before).Where(l => l.Subject is Waits or Answered)];
    }
}
