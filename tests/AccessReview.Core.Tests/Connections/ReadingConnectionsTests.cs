using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>Readings through a connection: whole or of no use, with their pages kept.</summary>
public sealed class ReadingConnectionsTests : ConnectedTests
{
    [Fact]
    public async Task A_reading_is_stored_with_its_pages_and_is_the_newest_of_its_application()
    {
        var extract = await world.ReadAsync(await world.ConnectHeapAsync());
        Assert.Equal((Completeness.Complete, 3, 3), (extract.Completeness, extract.Records, extract.Assignments));
        await using var db = database.Look();
        Assert.Equal(extract.Id, (await db.Applications.SingleAsync()).CurrentExtractId);
        Assert.NotNull((await db.Applications.SingleAsync()).CurrentAssessmentId);
        var users = extract.Files.Single(f => f.Kind == ExtractFileKind.Users);
        Assert.Equal(3, users.Claimed);
        Assert.StartsWith("GET /Users?startIndex=1&count=100", users.Report, StringComparison.Ordinal);
        var kept = System.Text.Encoding.UTF8.GetString(await database.Get<FileStore>().ReadAsync(users.StoredFileId, CancellationToken.None));
        Assert.Contains("sami@example.test", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeScim.Token, kept, StringComparison.Ordinal);
        Assert.False(await db.KeptPages.AnyAsync());
    }

    [Fact]
    public async Task Accounts_and_groups_known_from_files_stay_themselves_when_the_source_is_read_by_connection()
    {
        await using var before = database.Look();
        var (accounts, groups) = (await before.Accounts.Select(a => a.Id).Order().ToListAsync(), await before.Groups.Select(g => g.Id).Order().ToListAsync());
        var connection = await world.ConnectHeapAsync();
        await world.ReadAsync(connection);
        world.Heap.Groups[0]["displayName"] = "Growth and more";
        await world.ReadAsync(connection);
        await using var db = database.Look();
        Assert.Equal(accounts, await db.Accounts.Select(a => a.Id).Order().ToListAsync());
        Assert.Equal(groups, await db.Groups.Select(g => g.Id).Order().ToListAsync());
    }

    [Theory]
    [InlineData(true, "vera@example.test")]
    [InlineData(true, "vera.new@example.test")] // The id says who it is.
    [InlineData(false, "vera@example.test")] // It had gone before the connection was there.
    public async Task What_comes_back_in_a_source_that_was_first_read_from_files_has_reappeared(bool seenBefore, string address)
    {
        await world.Revoked.RevokeAsync("Vera");
        await world.Revoked.SignOffAsync("Vera");
        var connection = await world.ConnectHeapAsync();
        if (seenBefore)
        {
            await world.ReadAsync(connection);
        }

        world.Heap.Users.Remove(world.Heap.Find("h1")!);
        await world.ReadAsync(connection);
        Assert.Equal(RemovalState.Verified, (await world.OnlyAsync()).State);
        world.Heap.User("h1", address, "Vera", role: "Analyst");
        await world.ReadAsync(connection);
        Assert.Equal(RemovalState.Reappeared, (await world.OnlyAsync()).State);
        await using var db = database.Look();
        Assert.Equal(3, await db.Accounts.CountAsync());
    }

    [Fact]
    public async Task A_group_that_was_gone_for_a_while_comes_back_as_itself_under_another_name()
    {
        var connection = await world.ConnectHeapAsync();
        await world.ReadAsync(connection);
        var growth = world.Heap.Groups[0];
        world.Heap.Groups.Remove(growth);
        await world.ReadAsync(connection);
        growth["displayName"] = "Growth and more";
        world.Heap.Groups.Add(growth);
        var back = await world.ReadAsync(connection);
        await using var db = database.Look();
        Assert.Equal(
            ["Finance", "Growth"], await (from r in db.GroupRecords join g in db.Groups on r.GroupId equals g.Id where r.ExtractId == back.Id orderby g.Name select g.Name).ToListAsync());
    }

    [Fact]
    public async Task The_record_verifies_after_readings_of_both_systems()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.ReadAsync(await world.ConnectOktaAsync());
        await using var db = database.Look();
        Assert.Equal(3, await db.AppGrants.CountAsync());
        var report = (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require();
        Assert.DoesNotContain(report.Findings, f => f.Code.StartsWith("reading", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fewer_than_the_source_claims_is_an_incomplete_reading_that_nothing_uses()
    {
        await using var lying = await ConnectedAsync(new ScimManners { TotalOff = 1 });
        var (extract, before) = await ReadLyingAsync(lying);
        Assert.Equal(Completeness.Incomplete, extract.Completeness);
        Assert.Contains("Users: the source says there are 4, and 3 came.", extract.Why, StringComparison.Ordinal);
        await using var db = database.Look();
        Assert.Equal(before, (await db.Applications.SingleAsync()).CurrentExtractId);
        Assert.False(await db.AccountRecords.AnyAsync(r => r.ExtractId == extract.Id));
    }

    [Fact]
    public async Task More_than_the_source_claims_needs_a_name_once()
    {
        await using var lying = await ConnectedAsync(new ScimManners { TotalOff = -1 });
        var (extract, _) = await ReadLyingAsync(lying);
        Assert.Equal(Completeness.Incomplete, extract.Completeness);
        Assert.Contains("3 came where the source claims 2", extract.Why, StringComparison.Ordinal);
        (await database.Get<AcceptMore>().RunAsync(Guid.NewGuid(), world.Ada, extract.ConnectionId!.Value, CancellationToken.None)).Require();
        var again = await world.ReadAsync(extract.ConnectionId.Value);
        Assert.Equal(Completeness.Complete, again.Completeness);
        Assert.Equal((2, 3), (again.Files.Single(f => f.Kind == ExtractFileKind.Users).Claimed, again.Records));
    }

    [Fact]
    public async Task A_token_that_dies_in_the_middle_leaves_an_incomplete_reading_that_says_why()
    {
        var connection = await world.ConnectHeapAsync();
        world.Heap.Before = async (context, n) =>
        {
            if (n == 2)
            {
                context.Response.StatusCode = 401;
                await context.Response.CompleteAsync();
            }

            return n == 2;
        };
        var extract = await world.ReadAsync(connection);
        Assert.Equal(Completeness.Incomplete, extract.Completeness);
        Assert.Contains("Were they replaced?", extract.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_without_a_single_account_does_not_make_everybody_look_gone()
    {
        world.Heap.Users.Clear();
        world.Heap.Groups.Clear();
        Assert.Contains("no record at all", (await world.ReadAsync(await world.ConnectHeapAsync())).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_the_list_of_users_does_not_show_is_set_aside_by_name()
    {
        world.Heap.Group("g3", "Agency", "ghost");
        var extract = await world.ReadAsync(await world.ConnectHeapAsync());
        Assert.Equal(Completeness.Complete, extract.Completeness);
        await using var db = database.Look();
        Assert.Equal("ghost in Agency", (await db.SetAsideLines.SingleAsync()).Raw);
    }

    [Fact]
    public async Task A_staff_list_in_which_nobody_administers_the_product_does_not_become_the_newest()
    {
        var okta = await world.ConnectOktaAsync();
        await world.ReadAsync(okta);
        await using var db = database.Look();
        Assert.Equal(7, await db.PersonRecords.CountAsync(r => r.ExtractId == db.Directories.Single(d => d.Name == "Okta").CurrentExtractId));
    }

    [Fact]
    public async Task Two_requests_for_one_reading_make_one()
    {
        var connection = await world.ConnectHeapAsync();
        await database.Get<AskForReading>().RunAsync(world.Ada, connection, CancellationToken.None);
        await database.Get<AskForReading>().RunAsync(world.Ada, connection, CancellationToken.None);
        Assert.Equal(1, await database.Get<RunReadings>().RunAsync(CancellationToken.None));
        await using var db = database.Look();
        Assert.Equal(1, await db.Extracts.CountAsync(e => e.ConnectionId == connection));
    }

    [Fact]
    public async Task A_draft_over_a_connected_application_waits_for_a_reading_of_the_last_48_hours_and_asks_for_it()
    {
        var connection = await world.ConnectHeapAsync();
        await world.ReadAsync(connection);
        var owner = world.World.As("Owen");
        var plan = new CampaignPlan("Heap", "Who can get in.", "", new(2026, 10, 1), new(2026, 12, 31), new(2026, 12, 14), "UTC", DeadlineRule.NotReviewed);
        var number = (await database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), owner, plan, CancellationToken.None)).Require();
        (await database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), owner, number, world.World.ApplicationId, CampaignScope.Default, CancellationToken.None)).Require();
        Assert.Equal(0, await database.Get<PlanReadings>().RunAsync(CancellationToken.None));
        database.Time.Advance(TimeSpan.FromHours(49));
        Assert.Contains((await PageAsync()).Gates, g => g is { Code: "gate.stale", Passed: false });
        Assert.Equal(1, await database.Get<PlanReadings>().RunAsync(CancellationToken.None));
        Assert.Equal(1, await database.Get<RunReadings>().RunAsync(CancellationToken.None));
        Assert.Contains((await PageAsync()).Gates, g => g is { Code: "gate.stale", Passed: true });
        Assert.Equal(0, await database.Get<PlanReadings>().RunAsync(CancellationToken.None));

        async Task<PlanView> PageAsync() => (await database.Get<PlanPage>().RunAsync(owner, number, CancellationToken.None)).Require();
    }

    [Fact]
    public async Task A_file_brought_in_for_a_draft_is_not_read_over_while_the_policy_calls_it_fresh()
    {
        var id = (await database.Get<SetConnection>().RunAsync(
            Guid.NewGuid(), world.Ada,
            new EnteredConnection(world.World.ApplicationId, null, ConnectionSystem.Scim, world.Heap.Base, FakeScim.Token, ConnectionUse.ReadOnly, new ConnectionSettings { EveryHours = 24 }), CancellationToken.None)).Require();
        (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, id, CancellationToken.None)).Require();
        await world.ReadAsync(id);
        var owner = world.World.As("Owen");
        var plan = new CampaignPlan("Heap", "Who can get in.", "", new(2026, 10, 1), new(2026, 12, 31), new(2026, 12, 14), "UTC", DeadlineRule.NotReviewed);
        var number = (await database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), owner, plan, CancellationToken.None)).Require();
        (await database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), owner, number, world.World.ApplicationId, CampaignScope.Default, CancellationToken.None)).Require();
        database.Time.Advance(TimeSpan.FromHours(49));
        var file = await world.Revoked.ReadAsync(database.Time.GetUtcNow().UtcDateTime, [new TestAccount("Zoe", "Admin")]);
        await world.Revoked.Run(async (scope, cancel) => (await scope.Db.Applications.AsTracking().SingleAsync(cancel)).CurrentExtractId = file);
        Assert.Equal(0, await database.Get<PlanReadings>().RunAsync(CancellationToken.None));
        database.Time.Advance(TimeSpan.FromDays(6));
        Assert.Equal(0, await database.Get<PlanReadings>().RunAsync(CancellationToken.None));
        database.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await database.Get<PlanReadings>().RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_connection_is_read_by_its_schedule_and_a_source_in_trouble_is_left_alone_until_its_next_hour()
    {
        var id = (await database.Get<SetConnection>().RunAsync(
            Guid.NewGuid(), world.Ada,
            new EnteredConnection(world.World.ApplicationId, null, ConnectionSystem.Scim, world.Heap.Base, FakeScim.Token, ConnectionUse.ReadOnly, new ConnectionSettings { EveryHours = 6 }), CancellationToken.None)).Require();
        Assert.Equal(0, await database.Get<PlanReadings>().RunAsync(CancellationToken.None)); // not tested yet
        (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, id, CancellationToken.None)).Require();
        world.Heap.Users[0].Remove("id");
        Assert.Equal(1, await database.Get<PlanReadings>().RunAsync(CancellationToken.None));
        await database.Get<RunReadings>().RunAsync(CancellationToken.None);
        database.Time.Advance(TimeSpan.FromHours(5));
        Assert.Equal(0, await database.Get<PlanReadings>().RunAsync(CancellationToken.None));
        database.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await database.Get<PlanReadings>().RunAsync(CancellationToken.None));
    }

    private async Task<FakeScim> ConnectedAsync(ScimManners manners)
    {
        var server = new FakeScim(manners).User("h1", "vera@example.test").User("h2", "sami@example.test").User("h3", "zoe@example.test");
        await server.StartAsync();
        return server;
    }

    private async Task<(Extract Extract, long? Before)> ReadLyingAsync(FakeScim server)
    {
        await using var db = database.Look();
        var before = (await db.Applications.SingleAsync()).CurrentExtractId;
        var id = (await database.Get<SetConnection>().RunAsync(
            Guid.NewGuid(), world.Ada, new EnteredConnection(world.World.ApplicationId, null, ConnectionSystem.Scim, server.Base, FakeScim.Token, ConnectionUse.ReadOnly, new ConnectionSettings()),
            CancellationToken.None)).Require();
        return (await world.ReadAsync(id), before);
    }
}
