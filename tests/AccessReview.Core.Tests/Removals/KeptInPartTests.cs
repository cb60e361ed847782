using AccessReview.Core.Campaigns;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Persistence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Removals;

/// <summary>A removal whose access another campaign has kept since, but not all of it, or not for good. It is Monday, 23 November 2026, when Vera's account is revoked with her teams
/// Growth and Finance, and Sami's team Growth by itself.</summary>
public sealed class KeptInPartTests : IAsyncLifetime
{
    private readonly AskedQueries asked = new();
    private TestDatabase database = null!;
    private RevokedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(interceptor: asked);
        world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.RevokeAsync("Sami", "Growth");
        await world.SignOffAsync("Vera", "Sami");
        database.Time.Advance(TimeSpan.FromDays(1));
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData(null, "R1 takes the account away with its groups, and no newer signed decision says whether Finance stays. Have it reviewed, or carry R1 out by hand.")]
    [InlineData(DecisionKind.Certify, null)]
    [InlineData(DecisionKind.Revoke, null)] // Which brings a removal of its own.
    public async Task An_accounts_is_not_ended_while_no_newer_signed_decision_is_about_a_group_that_goes_with_it(DecisionKind? finance, string? refused)
    {
        await ReviewAsync(finance);
        var veras = (await world.RemovalsAsync())[0];
        var story = await StoryAsync(veras.Id);
        Assert.Equal((refused, refused is null), (story!.WhyNot, story.MayEnd));
        Assert.Equal(refused, (await OverruleAsync(veras.Id)).Problem?.Sentence);
        Assert.Equal(finance == DecisionKind.Revoke, (await world.RemovalsAsync()).Exists(r => r.AccountId == veras.AccountId && r.GroupId is not null && r.State == RemovalState.WaitingForPerson));
    }

    [Fact]
    public async Task It_is_ended_once_a_further_campaign_has_kept_that_group_as_well()
    {
        await ReviewAsync(null);
        database.Time.Advance(TimeSpan.FromDays(1));
        await world.KeepAsync(3);
        (await OverruleAsync((await world.RemovalsAsync())[0].Id)).Require();
    }

    [Fact]
    public async Task A_group_that_the_account_no_longer_had_when_it_was_kept_is_not_asked_for()
    {
        await world.World.AssessAsync(await world.ReadAsync(database.Time.Now(), [new TestAccount("Vera", Groups: ["Growth"])]));
        await world.KeepAsync(2);
        (await OverruleAsync((await world.RemovalsAsync())[0].Id)).Require();
    }

    [Fact]
    public async Task What_a_still_newer_decision_takes_away_again_is_not_kept_and_is_as_late_as_it_was()
    {
        await world.KeepAsync(2);
        var older = await world.RemovalsAsync();
        database.Time.Advance(TimeSpan.FromDays(10));
        Assert.Equal(0, (await ListAsync(RemovalShow.Late)).Total);
        await world.World.LaunchAsync(number: 3);
        await world.CloseByDeadlineAsync(3); // Of Sami it takes the whole account, the team with it.
        Assert.Equal(older.Select(r => r.Number), (await ListAsync(RemovalShow.Late)).Rows.Select(r => r.Number).Order());
        Assert.All((await ListAsync(RemovalShow.Open)).Rows, r => Assert.Null(r.KeptSince));
        foreach (var removal in older)
        {
            Assert.Equal("removal.not-kept", (await OverruleAsync(removal.Id)).Problem?.Code);
        }
    }

    [SqliteFact]
    public async Task A_page_and_a_row_look_up_the_events_that_ended_what_they_show_and_go_through_no_campaigns()
    {
        await world.KeepAsync(2);
        var removals = await world.RemovalsAsync();
        foreach (var removal in removals)
        {
            (await OverruleAsync(removal.Id)).Require();
        }

        asked.Forget();
        Assert.All((await ListAsync(RemovalShow.Overruled)).Rows, r => Assert.NotNull(r.Overruled));
        foreach (var removal in removals)
        {
            Assert.Equal("Owen", (await StoryAsync(removal.Id))!.EndedBy);
        }

        await using var db = database.Look();
        await using var connection = new SqliteConnection(db.Database.GetConnectionString());
        var queries = asked.Of("AuditEvents");
        Assert.NotEmpty(queries);
        foreach (var query in queries)
        {
            Assert.DoesNotContain(await AskedQueries.PlanAsync(connection, query), s => s.Contains("IX_AuditEvents_CampaignId_Seq (CampaignId=?)", StringComparison.Ordinal));
        }
    }

    // The second campaign keeps everything; Finance is before Noa, who decides it so and signs, or neither.
    private async Task ReviewAsync(DecisionKind? finance)
    {
        await using var db = database.Look();
        var team = await db.Groups.Where(g => g.Name == "Finance").Select(g => g.Id).SingleAsync();
        await world.World.LaunchAsync(reviewerOf: (_, group) => group == team ? "Noa" : "Mia", number: 2);
        await DecideAsync("Mia", DecisionKind.Certify);
        if (finance is { } kind)
        {
            await DecideAsync("Noa", kind);
        }

        await world.CloseAsync(2);
    }

    private async Task DecideAsync(string reviewer, DecisionKind kind)
    {
        await using var db = database.Look();
        var (person, actor) = (world.World[reviewer], world.World.As(reviewer));
        var campaign = await db.Campaigns.Where(c => c.Number == 2).Select(c => c.Id).SingleAsync();
        foreach (var turn in await db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaign && t.ReviewerId == person).OrderBy(t => t.Number).ToListAsync())
        {
            (await database.Get<DecideItem>().RunAsync(Guid.NewGuid(), actor, new ItemChoice(turn.Id, turn.EventSeq, kind, "As the work needs it."), default)).Require();
        }

        var toSign = (await database.Get<SignOffPreview>().RunAsync(actor, campaign, default)).Require();
        (await database.Get<SignOffReview>().RunAsync(Guid.NewGuid(), actor, campaign, toSign.Text, default)).Require();
    }

    private Task<Outcome<Done>> OverruleAsync(long removal) => database.Get<OverruleRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), [removal], default);

    private async Task<RemovalStory.Newer?> StoryAsync(long removal) => (await database.Get<RemovalStory>().RunAsync(world.World.As("Owen"), removal, default)).Require().Newer;

    private async Task<RemovalPage> ListAsync(RemovalShow show) => (await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(show), 0, 10, default)).Require();
}
