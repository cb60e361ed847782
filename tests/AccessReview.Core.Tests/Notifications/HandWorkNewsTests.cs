using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Persistence;
using AccessReview.Core.Tests.Removals;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>The fear: what waits by hand for weeks is read whole every minute, to find that there is nothing new to tell of it.</summary>
public sealed class HandWorkNewsTests : IAsyncLifetime
{
    private readonly TestPost post = new();
    private readonly AskedQueries asked = new();
    private TestDatabase database = null!;
    private RevokedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(interceptor: asked, mailing: MailWorld.MailingOver(post));
        world = await RevokedWorld.CreateAsync(database);
        await world.Run(async (scope, _) => (await scope.Db.Applications.AsTracking().SingleAsync()).OwnerId = world.World["Noa"]);
        await world.RevokeAsync("Zoe");
        await world.SignOffAsync("Zoe");
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await post.DisposeAsync();
    }

    [Fact]
    public async Task What_was_told_is_read_no_more_until_it_is_given_to_somebody_else_or_late_or_there_is_more_of_it()
    {
        Assert.Equal(("noa", true), await TickAsync());
        Assert.Equal(("", false), await TickAsync());
        database.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(("", false), await TickAsync());

        (await database.Get<AssignRemoval>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), (await world.RemovalsAsync())[0].Id, world.World["Mia"], default)).Require();
        Assert.Equal(("mia", true), await TickAsync());
        Assert.Equal(("", false), await TickAsync());
        await world.RevokeAsync("Sami");
        await world.SignOffAsync("Sami");
        Assert.Equal(("noa", true), await TickAsync());

        // Late: whoever is to do it is told, and whoever owns the campaign; each once.
        database.Time.Advance(TimeSpan.FromDays(9));
        Assert.Equal(("mia noa owen", true), await TickAsync());
        database.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(("", false), await TickAsync());
    }

    [Fact]
    public async Task Whoever_it_waits_for_once_its_application_is_somebody_elses_or_the_campaign_is_answered_for_by_another_is_told()
    {
        await world.Run(async (scope, _) => (await scope.Db.Removals.AsTracking().SingleAsync()).PersonId = null); // Nobody is named.
        Assert.Equal("noa", (await TickAsync()).Told);
        await world.Run(async (scope, _) => (await scope.Db.Applications.AsTracking().SingleAsync()).OwnerId = world.World["Mia"]);
        Assert.Equal("mia", (await TickAsync()).Told);
        database.Time.Advance(TimeSpan.FromDays(9));
        Assert.Equal("mia owen", (await TickAsync()).Told);

        await world.World.GrantAsync("Ada", Role.CampaignOwner);
        await world.Run(async (scope, _) => (await scope.Db.Campaigns.AsTracking().SingleAsync()).OwnerId = world.World["Ada"]);
        database.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("ada", (await TickAsync()).Told);
    }

    [SqliteFact]
    public async Task What_waits_is_counted_through_the_index_of_what_is_open()
    {
        await TickAsync();
        asked.Forget();
        await TickAsync();
        await using var db = database.Look();
        await using var connection = new SqliteConnection(db.Database.GetConnectionString());
        var counts = asked.Of("Removals").Except(asked.Of("RemovalTasks")).Where(q => q.Text.Contains("GROUP BY", StringComparison.Ordinal) && q.Text.Contains("\"DueDate\"", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(counts);
        foreach (var query in counts)
        {
            Assert.Contains(await AskedQueries.PlanAsync(connection, query), s => s.Contains("IX_Removals_ApplicationId_State (ApplicationId=? AND State=?)", StringComparison.Ordinal));
        }
    }

    // Who was told of removals by hand, and whether the removals were read one by one for it.
    private async Task<(string Told, bool Read)> TickAsync()
    {
        var before = post.Letters.Count;
        asked.Forget();
        await database.Get<PlanNotifications>().RunAsync(default);
        var read = asked.Of("Removals", "RemovalAttempts").Count > 0;
        await database.Get<SendMails>().RunAsync(default);
        return (string.Join(' ', post.Letters.Skip(before).Where(l => l.Subject is "Access review: removals wait for you" or "Access review: removals are late").To().Order(StringComparer.Ordinal)), read);
    }
}
