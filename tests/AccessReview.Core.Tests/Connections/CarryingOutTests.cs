using System.Text;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Removals;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>Removals that the product carries out: where they hold, after their wait, proven by a later reading, and watched.</summary>
public sealed class CarryingOutTests : ConnectedTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    [Fact]
    public async Task An_account_is_switched_off_after_an_hour_and_verified_by_the_reading_that_follows()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Vera");
        Assert.Equal(RemovalState.Requested, (await world.OnlyAsync()).State);
        await world.CarryOutAsync(TimeSpan.FromMinutes(59));
        Assert.True((bool)world.Heap.Find("h1")!["active"]!);

        await world.CarryOutAsync(TimeSpan.FromMinutes(2));
        Assert.False((bool)world.Heap.Find("h1")!["active"]!);
        Assert.True((bool)world.Heap.Find("h2")!["active"]!);
        var removal = await world.OnlyAsync();
        Assert.Equal(RemovalState.Verified, removal.State);
        Assert.True(removal.VerifiedAt > removal.ExecutedAt);
    }

    [Fact]
    public async Task A_reading_that_was_under_way_when_the_account_was_switched_off_proves_nothing_and_another_one_is_made()
    {
        var connection = await world.ConnectHeapAsync();
        await world.ReadAsync(connection);
        await RevokeAsync("Vera");
        database.Time.Advance(TimeSpan.FromSeconds(1));
        world.Heap.Before = Refuses("/Groups", 503, "600");
        (await database.Get<AskForReading>().RunAsync(world.World.As("Owen"), connection, CancellationToken.None)).Require();
        await database.Get<RunReadings>().RunAsync(CancellationToken.None);
        world.Heap.Before = null;

        await world.CarryOutAsync(Hour);

        var removal = await world.OnlyAsync();
        await using (var db = database.Look())
        {
            var late = await db.Extracts.Where(e => e.ConnectionId == connection).OrderByDescending(e => e.Id).FirstAsync();
            Assert.True(late.AsOf < removal.ExecutedAt && removal.ExecutedAt < late.ReadAt, $"{late.AsOf:O} {removal.ExecutedAt:O} {late.ReadAt:O}");
        }

        Assert.Equal(RemovalState.Executed, removal.State);
        await world.CarryOutAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(RemovalState.Verified, (await world.OnlyAsync()).State);
    }

    [Fact]
    public async Task What_was_waived_is_not_carried_out_until_the_waiver_and_an_hour_more_are_over_and_then_it_is()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Vera");
        await world.World.GrantAsync("Noa", Core.Roles.Role.CampaignOwner);
        var until = DateOnly.FromDateTime(database.Time.GetUtcNow().UtcDateTime).AddDays(2);
        var waiver = (await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), (await world.OnlyAsync()).Id, until, "The handover takes two days", CancellationToken.None)).Require();
        (await database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), waiver, true, CancellationToken.None)).Require();
        await world.CarryOutAsync(TimeSpan.FromDays(1));
        Assert.True((bool)world.Heap.Find("h1")!["active"]!);

        database.Time.Advance(TimeSpan.FromDays(2));
        await database.Get<EndWaivers>().RunAsync(CancellationToken.None);
        await world.CarryOutAsync(TimeSpan.Zero); // It waits as after a sign-off.
        Assert.Equal((true, RemovalState.Requested), ((bool)world.Heap.Find("h1")!["active"]!, (await world.OnlyAsync()).State));
        await world.CarryOutAsync(Hour);
        Assert.Equal((false, RemovalState.Verified), ((bool)world.Heap.Find("h1")!["active"]!, (await world.OnlyAsync()).State));
    }

    [Fact]
    public async Task The_proof_holds_the_state_before_the_request_and_the_state_after_and_no_secret()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Vera");
        await world.CarryOutAsync(Hour);
        await using var db = database.Look();
        var attempt = await db.RemovalAttempts.SingleAsync();
        Assert.Equal((AttemptAct.Account, AttemptResult.Done), (attempt.Act, attempt.Result));
        var proof = Encoding.UTF8.GetString(await database.Get<FileStore>().ReadAsync(attempt.ProofFileId!.Value, CancellationToken.None));
        Assert.Contains("PATCH /Users/h1", proof, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeScim.Token, proof, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_group_is_taken_away_and_nothing_else()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Sami", "Growth");
        await world.CarryOutAsync(Hour);
        Assert.Equal(["h1"], world.Heap.Members("g1"));
        Assert.True((bool)world.Heap.Find("h2")!["active"]!);
        Assert.Equal(RemovalState.Verified, (await world.OnlyAsync()).State);
    }

    [Fact]
    public async Task What_a_directory_gives_is_taken_away_there_and_not_in_the_application()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.ReadAsync(await world.ConnectOktaAsync());
        await RevokeAsync("Sami");
        await world.CarryOutAsync(Hour);
        Assert.Equal(["00uMia"], world.Okta.Groups["00g1"].Members);
        Assert.DoesNotContain(world.Heap.Requests, r => r.StartsWith("PATCH", StringComparison.Ordinal));
        // Okta has not told Heap yet: the reading proves nothing, and nothing is called verified.
        Assert.Equal(RemovalState.Executed, (await world.OnlyAsync()).State);
        world.Heap.Find("h2")!["active"] = false;
        await using (var db = database.Look())
        {
            await world.ReadAsync((await db.Connections.SingleAsync(c => c.ApplicationId != null)).Id);
        }

        Assert.Equal(RemovalState.Verified, (await world.OnlyAsync()).State);
    }

    [Fact]
    public async Task Access_that_comes_back_is_seen_at_the_next_reading()
    {
        var connection = await world.ConnectHeapAsync();
        await world.ReadAsync(connection);
        await RevokeAsync("Vera");
        await world.CarryOutAsync(Hour);
        world.Heap.Find("h1")!["active"] = true;
        await world.ReadAsync(connection);
        Assert.Equal(RemovalState.Reappeared, (await world.OnlyAsync()).State);
    }

    [Fact]
    public async Task A_connection_that_only_reads_leaves_the_work_to_a_person()
    {
        await world.ReadAsync(await world.ConnectHeapAsync(ConnectionUse.ReadOnly));
        await RevokeAsync("Vera");
        Assert.Equal(RemovalState.WaitingForPerson, (await world.OnlyAsync()).State);
        await world.CarryOutAsync(Hour);
        Assert.True((bool)world.Heap.Find("h1")!["active"]!);
    }

    [Fact]
    public async Task Who_is_gone_already_is_executed_without_a_write_and_says_so()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Vera");
        world.Heap.Find("h1")!["active"] = false;
        await world.CarryOutAsync(Hour);
        await using var db = database.Look();
        Assert.Equal(AttemptResult.AlreadyGone, (await db.RemovalAttempts.SingleAsync()).Result);
        Assert.Equal(RemovalState.Verified, (await world.OnlyAsync()).State);
    }

    [Fact]
    public async Task An_administrator_waits_for_a_second_person_who_did_not_decide()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Zoe");
        await world.CarryOutAsync(Hour);
        var held = await world.OnlyAsync();
        Assert.Equal(RemovalState.WaitingForSecondPerson, held.State);
        Assert.True((bool)world.Heap.Find("h3")!["active"]!);

        var decided = await database.Get<AgreeToRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), [held.Id], CancellationToken.None);
        Assert.Equal(Problem.DeniedCode, decided.Problem!.Code);
        (await database.Get<AgreeToRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), [held.Id], CancellationToken.None)).Require();
        await world.CarryOutAsync(TimeSpan.FromSeconds(1));
        Assert.False((bool)world.Heap.Find("h3")!["active"]!);
        Assert.Equal(RemovalState.Verified, (await world.OnlyAsync()).State);
    }

    [Fact]
    public async Task The_owner_may_end_the_wait()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Vera");
        var removal = await world.OnlyAsync();
        Assert.Equal(Problem.DeniedCode, (await database.Get<ReleaseRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), [removal.Id], CancellationToken.None)).Problem!.Code);
        (await database.Get<ReleaseRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), [removal.Id], CancellationToken.None)).Require();
        await world.CarryOutAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(RemovalState.Verified, (await world.OnlyAsync()).State);
    }

    [Fact]
    public async Task One_failure_does_not_stop_the_rest()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Vera");
        await RevokeAsync("Sami");
        world.Heap.Before = Refuses("/h1", 403);
        await world.CarryOutAsync(Hour);
        var removals = await world.Revoked.RemovalsAsync();
        Assert.Equal([RemovalState.StillPresent, RemovalState.Verified], removals.Select(r => r.State));
        await using var db = database.Look();
        Assert.Contains("does not allow it", (await db.RemovalAttempts.OrderBy(a => a.Id).FirstAsync()).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_withdrawn_within_the_hour_is_never_carried_out()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Vera");
        await world.Revoked.Run(async (scope, _) => (await scope.Db.Removals.AsTracking().SingleAsync()).State = RemovalState.Cancelled);
        await world.CarryOutAsync(Hour);
        Assert.True((bool)world.Heap.Find("h1")!["active"]!);
    }

    [Theory]
    [InlineData(false, RemovalState.WaitingForPerson)]
    [InlineData(true, RemovalState.Verified)]
    public async Task What_a_campaign_left_behind_that_was_given_up_is_left_to_a_person_unless_it_was_begun(bool begun, RemovalState then)
    {
        var connection = await world.ConnectHeapAsync();
        await world.ReadAsync(connection);
        await RevokeAsync("Vera");
        var left = await world.OnlyAsync();
        await world.Revoked.Run(async (scope, _) =>
        {
            (await scope.Db.Campaigns.AsTracking().SingleAsync()).MoveTo(CampaignState.Cancelled).Require();
            if (begun)
            {
                scope.Add(new RemovalAttempt { Id = scope.NewId(), RemovalId = left.Id, ConnectionId = connection, Act = AttemptAct.DirectoryMember, Target = "prod-analytics", At = scope.At, Result = AttemptResult.Done, Why = "" });
            }
        });

        await world.CarryOutAsync(Hour);
        Assert.Equal((!begun, then), ((bool)world.Heap.Find("h1")!["active"]!, (await world.OnlyAsync()).State));
    }

    private static Func<HttpContext, int, Task<bool>> Refuses(string path, int status, string? after = null) => async (context, _) =>
    {
        var refused = context.Request.Path.Value!.EndsWith(path, StringComparison.Ordinal);
        if (refused)
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (status, after);
            await context.Response.CompleteAsync();
        }

        return refused;
    };

    private async Task RevokeAsync(string account, string? group = null)
    {
        await world.Revoked.RevokeAsync(account, group);
        await world.Revoked.SignOffAsync(account);
    }
}
