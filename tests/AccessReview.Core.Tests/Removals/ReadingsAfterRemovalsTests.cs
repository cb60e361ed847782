using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Purging;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Removals;

/// <summary>What the next quarter's files say about last quarter's revokes.</summary>
public sealed class ReadingsAfterRemovalsTests
{
    private static readonly DateTime Next = new(2027, 2, 20, 9, 0, 0, DateTimeKind.Utc);
    private static readonly TestAccount Sami = new("Sami", Groups: ["Growth"]);
    private static readonly TestAccount SamiWithoutTeam = new("Sami");
    private static readonly TestAccount Vera = new("Vera", Groups: ["Growth", "Finance"]);

    /// <summary>R1: Vera with two teams. R2: Sami's place in Growth.</summary>
    private static async Task<RevokedWorld> RevokedAsync(TestDatabase database)
    {
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.RevokeAsync("Sami", "Growth");
        await world.SignOffAsync("Vera", "Sami");
        return world;
    }

    private static async Task<RemovalState[]> CheckedAsync(TestDatabase database, RevokedWorld world)
    {
        await database.Get<CheckRemovals>().RunAsync(CancellationToken.None);
        return [.. (await world.RemovalsAsync()).Select(r => r.State)];
    }

    [Fact]
    public async Task What_is_gone_is_verified_and_what_is_there_is_still_present()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        await world.ReadAsync(Next, [Sami]);
        Assert.Equal([RemovalState.Verified, RemovalState.StillPresent], await CheckedAsync(database, world));
        Assert.Equal([Next, null], (await world.RemovalsAsync()).Select(r => r.VerifiedAt));
    }

    [Fact]
    public async Task What_was_gone_and_is_there_again_reappeared_and_may_be_verified_once_more()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        await world.ReadAsync(Next, [SamiWithoutTeam]);
        Assert.Equal([RemovalState.Verified, RemovalState.Verified], await CheckedAsync(database, world));
        await world.ReadAsync(Next.AddDays(30), [Vera, Sami]);
        Assert.Equal([RemovalState.Reappeared, RemovalState.Reappeared], await CheckedAsync(database, world));
        await world.ReadAsync(Next.AddDays(60), [SamiWithoutTeam]);
        Assert.Equal([RemovalState.Verified, RemovalState.Verified], await CheckedAsync(database, world));
        Assert.All(await world.RemovalsAsync(), r => Assert.Equal(Next.AddDays(60), r.VerifiedAt));
    }

    [Fact]
    public async Task The_workbook_tells_each_turn_of_a_removal_and_how_often_it_came_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        foreach (var (days, found) in new[] { (0, new[] { SamiWithoutTeam }), (30, [Vera, SamiWithoutTeam]), (31, [Vera, SamiWithoutTeam]), (60, [SamiWithoutTeam]), (61, [SamiWithoutTeam]) })
        {
            await world.ReadAsync(Next.AddDays(days), found);
            await CheckedAsync(database, world);
        }

        using var book = await CampaignWorkbook.OfAsync(database, 1);
        Assert.Equal(
            [("R1", "Verified", "X3", 0), ("R1", "Reappeared", "X4", 30), ("R1", "Verified", "X6", 60), ("R2", "Verified", "X3", 0)],
            book["Removal history"].Rows().Select(r => (r["Removal id"], r["What"], r["Reading"], (int)Math.Round(RawTab.Day(r["As of (UTC)"]) - Next.ToOADate()))));
        Assert.Equal([("R1", "Verified", "1"), ("R2", "Verified", "0")], book["Removals"].Rows().Select(r => (r["Removal id"], r["State"], r["Reappeared, times"])));
        Assert.Equal(book["Removals"].Rows().Select(r => r["Item id"]), book["Removal history"].Rows().Select(r => r["Item id"]).Distinct());
    }

    [Fact]
    public async Task A_reading_of_a_state_before_the_decision_says_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        await world.ReadAsync(database.Time.GetUtcNow().UtcDateTime.AddHours(-1), []);
        Assert.All(await CheckedAsync(database, world), s => Assert.Equal(RemovalState.WaitingForPerson, s));
    }

    [Fact]
    public async Task An_incomplete_reading_says_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        await world.ReadAsync(Next, [], completeness: Completeness.Incomplete);
        Assert.All(await CheckedAsync(database, world), s => Assert.Equal(RemovalState.WaitingForPerson, s));
    }

    [Fact]
    public async Task A_reading_without_assignments_says_nothing_about_a_team()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        await world.ReadAsync(Next, [SamiWithoutTeam], assignments: false);
        Assert.Equal([RemovalState.Verified, RemovalState.WaitingForPerson], await CheckedAsync(database, world));
    }

    [Theory]
    [InlineData(ExtractFileKind.Users, "none", "Vera;VERA@example.test;Consumer", SetAsideReason.TestAccount, RemovalState.WaitingForPerson, RemovalState.Verified)]
    [InlineData(ExtractFileKind.Users, "none", "Vera,vera@example.test,Consumer", SetAsideReason.Other, RemovalState.WaitingForPerson, RemovalState.Verified)]
    [InlineData(ExtractFileKind.Users, "none", "Total,vera@example.test", SetAsideReason.TotalRow, RemovalState.WaitingForPerson, RemovalState.Verified)]
    [InlineData(ExtractFileKind.Assignments, "none", "Growth,sami@example.test", SetAsideReason.Other, RemovalState.Verified, RemovalState.WaitingForPerson)]
    [InlineData(ExtractFileKind.Assignments, "Team = Finance", null, SetAsideReason.Other, RemovalState.Verified, RemovalState.WaitingForPerson)]
    [InlineData(ExtractFileKind.Users, "Role = Admin", null, SetAsideReason.Other, RemovalState.WaitingForPerson, RemovalState.WaitingForPerson)]
    [InlineData(ExtractFileKind.Users, "No filters.", null, SetAsideReason.Other, RemovalState.Verified, RemovalState.Verified)]
    [InlineData(ExtractFileKind.Users, " None", "Total,3", SetAsideReason.TotalRow, RemovalState.Verified, RemovalState.Verified)]
    public async Task A_line_set_aside_or_a_stated_filter_verifies_nothing(ExtractFileKind kind, string filters, string? line, SetAsideReason reason, RemovalState account, RemovalState team)
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        await world.FileAsync(await world.ReadAsync(Next, [SamiWithoutTeam]), kind, filters, line, reason);
        Assert.Equal([account, team], await CheckedAsync(database, world));
        Assert.DoesNotContain((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings, f => f.Code.StartsWith("removal.", StringComparison.Ordinal));

        // The file that leaves nothing out tells, and the one before it stays silent.
        await world.ReadAsync(Next.AddDays(30), [Sami]);
        Assert.Equal([RemovalState.Verified, team == RemovalState.Verified ? RemovalState.Reappeared : RemovalState.StillPresent], await CheckedAsync(database, world));
        Assert.Equal(account == RemovalState.Verified ? Next : Next.AddDays(30), (await world.RemovalsAsync())[0].VerifiedAt);
    }

    [Fact]
    public async Task What_a_filtered_file_shows_is_still_present()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        await world.FileAsync(await world.ReadAsync(Next, [Vera, Sami]), ExtractFileKind.Users, "Status = Active");
        Assert.Equal([RemovalState.StillPresent, RemovalState.StillPresent], await CheckedAsync(database, world));
    }

    [Fact]
    public async Task A_removal_says_which_reading_does_not_tell_and_why()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        await world.ReadAsync(Next.AddDays(-1), [Vera]);
        await world.FileAsync(await world.ReadAsync(Next, []), ExtractFileKind.Users, "none", "vera@example.test");
        await world.FileAsync(await world.ReadAsync(Next.AddDays(1), []), ExtractFileKind.Users, "Role = Admin");
        await CheckedAsync(database, world);
        Assert.Equal(new RemovalStory.Silence(5, Next.AddDays(1), "its file was exported with the filter “Role = Admin”"), await SilenceAsync(database, world));
        await world.FileAsync(await world.ReadAsync(Next.AddDays(2), []), ExtractFileKind.Users, "none", "vera@example.test");
        Assert.Equal(new RemovalStory.Silence(6, Next.AddDays(2), "a line of its file that names this account was set aside"), await SilenceAsync(database, world));
        await world.ReadAsync(Next.AddDays(3), []);
        await CheckedAsync(database, world);
        Assert.Null(await SilenceAsync(database, world));
    }

    [Fact]
    public async Task A_purged_reading_verifies_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        var extract = await world.ReadAsync(Next, [SamiWithoutTeam]);
        await world.FileAsync(extract, ExtractFileKind.Users, ExtractFile.NoFilters);
        (await database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", (scope, _) =>
        {
            scope.AfterEvent(token => scope.Db.ExtractFiles.Where(f => f.ExtractId == extract)
                .ExecuteUpdateAsync(s => s.SetProperty(f => f.FileName, PurgeStatements.Emptied).SetProperty(f => f.EventSeq, scope.Seq), token));
            scope.Record(new Purged(PurgeKind.Reading, extract, 0, 0, [extract], 0, 0, 0));
            return Task.FromResult<Outcome<Done>>(Done.Yes);
        }, CancellationToken.None)).Require();
        Assert.All(await CheckedAsync(database, world), s => Assert.Equal(RemovalState.WaitingForPerson, s));
    }

    private static async Task<RemovalStory.Silence?> SilenceAsync(TestDatabase database, RevokedWorld world) =>
        (await database.Get<RemovalStory>().RunAsync(world.World.As("Owen"), (await world.RemovalsAsync())[0].Id, default)).Require().Silence;

    [Fact]
    public async Task A_disabled_account_is_verified_but_a_team_it_still_holds_is_still_present()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        await world.ReadAsync(Next, [Vera with { Status = AccountStatus.Disabled }, Sami with { Status = AccountStatus.Disabled }]);
        Assert.Equal([RemovalState.Verified, RemovalState.StillPresent], await CheckedAsync(database, world));
        var row = (await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(Number: 1), 0, 10, CancellationToken.None)).Require().Rows[0];
        Assert.Equal("Already disabled when it was read; nobody noted having done it", row.Proof);
    }

    [Fact]
    public async Task Checking_twice_changes_nothing_and_writes_no_second_event()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        await world.ReadAsync(Next, [Sami]);
        await CheckedAsync(database, world);
        await CheckedAsync(database, world);
        await using var db = database.Look();
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Type == nameof(RemovalsChecked)));
        Assert.Equal(2, await db.RemovalChecks.CountAsync());
    }

    [Fact]
    public async Task A_reading_that_comes_in_late_is_kept_and_does_not_turn_the_clock_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        await world.ReadAsync(Next, [SamiWithoutTeam]);
        await CheckedAsync(database, world);
        await world.ReadAsync(Next.AddDays(-40), [Vera, Sami]);
        Assert.Equal([RemovalState.Verified, RemovalState.Verified], await CheckedAsync(database, world));
        await using var db = database.Look();
        Assert.Equal(2, await db.RemovalChecks.CountAsync(c => c.Result == RemovalState.StillPresent));
        using var book = await CampaignWorkbook.OfAsync(database, 1);
        Assert.Equal(
            [("R1", "Verified", "X3"), ("R1", "Still present", "X4"), ("R2", "Verified", "X3"), ("R2", "Still present", "X4")],
            book["Removal history"].Rows().Select(r => (r["Removal id"], r["What"], r["Reading"])));
    }

    [Fact]
    public async Task The_event_of_a_reading_covers_its_checks()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        await world.ReadAsync(Next, [Sami]);
        await CheckedAsync(database, world);
        await using var db = database.Look();
        using var rows = new RowsHash();
        foreach (var check in await db.RemovalChecks.OrderBy(c => c.Id).ToListAsync())
        {
            rows.Add(check.ToRowText().Hash());
        }

        var body = (await db.AuditEvents.SingleAsync(e => e.Type == nameof(RemovalsChecked))).Body;
        Assert.Contains(rows.ToCovered().Sha256.ToString(), System.Text.Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }
}
