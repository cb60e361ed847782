using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Leavers;
using AccessReview.Core.Removals;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>Every account that is gone since the last review is counted once: removed by a review, of somebody who left, set aside, or unexplained.</summary>
public sealed class GoneAccountsTests
{
    private static readonly DateTime Later = new(2026, 11, 28, 9, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(false, null, "Sami")]
    [InlineData(false, RemovalState.Cancelled, null)]
    [InlineData(true, null, null)]
    public async Task A_removal_explains_it_unless_it_was_taken_back_or_the_account_had_come_back_by_then(bool reappeared, RemovalState? state, string? removed)
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Sami", reason: "Moved on");
        await world.SignOffAsync("Sami");
        var closing = await ReadAsync(database, world, []);
        await world.Run(async (scope, cancel) =>
        {
            var removal = await scope.Db.Removals.AsTracking().SingleAsync(cancel);
            removal.State = state ?? removal.State;
            if (reappeared)
            {
                var opening = await scope.Db.Extracts.SingleAsync(e => e.Id == world.World.ExtractId, cancel);
                scope.Add(new RemovalCheck { Id = scope.NewId(), RemovalId = removal.Id, ExtractId = opening.Id, Result = RemovalState.Reappeared, AsOf = opening.AsOf });
            }
        });

        await using var db = database.Look();
        var gone = await GoneAccounts.SinceAsync(db, await db.Campaigns.Select(c => c.Id).SingleAsync(), closing, database.Time.Now(), default);
        Assert.Equal(removed is null ? [] : [removed], await Names(gone.Revoked));

        // Vera has left, and nobody can say what became of Zoe's account.
        Assert.Equal(["Vera"], await Names(gone.Left));
        Assert.Equal(removed is null ? ["Sami", "Zoe"] : ["Zoe"], await Names(gone.Unexplained));
        Assert.Equal(new PreviousFacts(1, 3, removed is null ? 1 : 2, 0), await gone.CountAsync(default));
    }

    [Theory]
    [InlineData("UTC", true)]
    [InlineData("America/Los_Angeles", false)] // 20:00 on the last day
    public async Task Whoever_works_until_the_day_of_the_later_reading_where_the_organisation_is_has_not_left_by_it(string zone, bool left)
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.World.LaunchedWithAsync(new Policy { TimeZone = zone });
        await world.World.LastDayAsync("Sami", new DateOnly(2026, 11, 27));
        await using var db = database.Look();
        var closing = await ReadAsync(database, world, [], new DateTime(2026, 11, 28, 4, 0, 0, DateTimeKind.Utc), await db.PolicyVersions.Select(p => p.Id).SingleAsync());

        var gone = await GoneAccounts.SinceAsync(db, await db.Campaigns.Select(c => c.Id).SingleAsync(), closing, database.Time.Now(), default);
        Assert.Equal(left ? ["Sami", "Vera"] : ["Vera"], await Names(gone.Left));
        Assert.Equal(left ? ["Zoe"] : ["Sami", "Zoe"], await Names(gone.Unexplained));
    }

    [Fact]
    public async Task What_was_decided_after_the_launch_explains_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        var launched = database.Time.Now();
        var closing = await ReadAsync(database, world, [new TestAccount("Vera"), new TestAccount("Zoe", "Admin")]);
        database.Time.Advance(TimeSpan.FromDays(1));
        await world.RevokeAsync("Sami", reason: "Moved on");
        await world.SignOffAsync("Sami");
        await using var db = database.Look();
        var gone = await GoneAccounts.SinceAsync(db, await db.Campaigns.Select(c => c.Id).SingleAsync(), closing, launched, default);
        Assert.Equal(["Sami"], await Names(gone.Unexplained));
        Assert.Empty(await Names(gone.Revoked));
    }

    [Fact]
    public async Task What_a_stated_filter_may_keep_out_is_not_known_to_be_gone_whatever_was_decided_and_whoever_left()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Sami", reason: "Moved on");
        await world.SignOffAsync("Sami");
        var closing = await ReadAsync(database, world, [new TestAccount("Zoe", "Admin")]);
        Assert.Equal(Later, await VeraUntilAsync());
        await world.FileAsync(closing.ExtractId, ExtractFileKind.Users, "Role = Admin");

        await using var db = database.Look();
        var gone = await GoneAccounts.SinceAsync(db, await db.Campaigns.Select(c => c.Id).SingleAsync(), closing, database.Time.Now(), default);
        Assert.Equal(["Sami", "Vera"], await Names(gone.Hidden));
        Assert.Empty(await Names(gone.All));
        var check = LaunchChecks.Disappeared(closing.ApplicationId, "Heap", await gone.CountAsync(default));
        Assert.Equal(
            (0L, 0L, CheckResult.NotTested, "A filter stated for the reading may keep out 2 more; nobody knows whether they are gone."), (check.CountA!.Value, check.CountB!.Value, check.Result, check.Explained));
        Assert.Null(await VeraUntilAsync());

        async Task<DateTime?> VeraUntilAsync()
        {
            await using var read = database.Look();
            return Assert.Single(await LeaverSpans.ReadAsync(read, closing.ApplicationId, closing.Id, default)).After?.AsOf;
        }
    }

    [Fact]
    public async Task What_a_reading_that_could_tell_showed_as_removed_is_gone_also_where_a_later_filter_may_keep_it_out_unless_it_came_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        foreach (var name in (string[])["Sami", "Vera"])
        {
            await world.RevokeAsync(name, reason: "Moved on");
            await world.SignOffAsync(name);
        }

        await world.ReadAsync(Later.AddDays(-2), [new TestAccount("Zoe", "Admin")]);
        await world.ReadAsync(Later.AddDays(-1), [new TestAccount("Zoe", "Admin"), new TestAccount("Vera")]);
        await database.Get<CheckRemovals>().RunAsync(default);
        Assert.Equal([RemovalState.Verified, RemovalState.Reappeared], (await world.RemovalsAsync()).Select(r => r.State));
        var closing = await ReadAsync(database, world, [new TestAccount("Zoe", "Admin")]);
        await world.FileAsync(closing.ExtractId, ExtractFileKind.Users, "Role = Admin");

        await using var db = database.Look();
        var campaign = await db.Campaigns.Select(c => c.Id).SingleAsync();
        var gone = await GoneAccounts.SinceAsync(db, campaign, closing, Later, default);
        Assert.Equal(["Sami"], await Names(gone.Revoked));
        Assert.Equal(["Vera"], await Names(gone.Hidden));
        Assert.Empty(await Names(gone.Unexplained));
        Assert.Equal(new PreviousFacts(1, 1, 1, 1), await gone.CountAsync(default));

        // A campaign launched before that reading was made does not know it.
        var earlier = await GoneAccounts.SinceAsync(db, campaign, closing, Later.AddDays(-3), default);
        Assert.Equal(["Sami", "Vera"], await Names(earlier.Hidden));
    }

    private static async Task<Assessment> ReadAsync(TestDatabase database, RevokedWorld world, TestAccount[] found, DateTime? at = null, long policy = 0)
    {
        var asOf = at ?? Later;
        var extract = await world.ReadAsync(asOf, found);
        await using var db = database.Look();
        var people = await db.Extracts.SingleAsync(e => e.Kind == ExtractKind.People);
        Assessment? closing = null;
        await world.Run((scope, _) =>
        {
            closing = scope.Add(new Assessment
            {
                Id = scope.NewId(), ApplicationId = world.World.ApplicationId, ExtractId = extract, PolicyVersionId = policy, AsOf = asOf, MadeAt = scope.At, Rules = Assessment.RulesVersion,
                Accounts = found.Length, Assignments = 0,
            });
            scope.Add(new AssessmentSource { AssessmentId = closing.Id, ExtractId = people.Id });
            return Task.CompletedTask;
        });
        return closing!;
    }

    private static Task<List<string>> Names(IQueryable<AccountRecord> accounts) => accounts.Select(r => r.Name).OrderBy(n => n).ToListAsync();
}
