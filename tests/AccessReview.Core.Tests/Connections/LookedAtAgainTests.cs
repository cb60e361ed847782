using AccessReview.Core.Connections;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>A run lasts: each removal is looked at again when its turn comes, and what is being carried out is not taken back meanwhile.</summary>
public sealed class LookedAtAgainTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private TestDatabase database = null!;
    private ConnectedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await ConnectedWorld.CreateAsync(database);
        await world.ReadAsync(await world.ConnectHeapAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task What_is_withdrawn_while_another_is_carried_out_stays_and_what_is_carried_out_cannot_be_withdrawn()
    {
        var (vera, sami) = (await RevokeAsync("Vera"), await RevokeAsync("Sami"));
        var answers = new List<Outcome<Done>>();
        At(world.Heap, "PATCH", "/h1", async _ => answers = [await WithdrawAsync(vera), await WithdrawAsync(sami)]);
        await world.CarryOutAsync(Hour);

        Assert.Equal("Removal R1 from this sign-off is being carried out at this moment. Try again in a few minutes.", answers[0].Problem?.Sentence);
        Assert.True(answers[1].IsOk);
        Assert.Equal((false, true), Active());
        Assert.Equal([RemovalState.Verified, RemovalState.Cancelled], await StatesAsync());
        await using var db = database.Look();
        Assert.Equal(1, await db.RemovalAttempts.CountAsync());
    }

    [Fact]
    public async Task What_is_waived_while_another_is_carried_out_stays_and_what_is_carried_out_cannot_be_waived()
    {
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await RevokeAsync("Vera");
        await RevokeAsync("Sami");
        var until = DateOnly.FromDateTime(database.Time.GetUtcNow().UtcDateTime).AddDays(9);
        var waivers = new List<long>();
        foreach (var removal in await world.Revoked.RemovalsAsync())
        {
            waivers.Add((await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal.Id, until, "The handover lasts", CancellationToken.None)).Require());
        }

        var answers = new List<Outcome<Done>>();
        At(world.Heap, "PATCH", "/h1", async _ => answers = [await ApproveAsync(waivers[0]), await ApproveAsync(waivers[1])]);
        await world.CarryOutAsync(Hour);

        Assert.Equal("R1 is being carried out at this moment. Try again in a few minutes.", answers[0].Problem?.Sentence);
        Assert.True(answers[1].IsOk);
        Assert.Equal((false, true), Active());
        Assert.Equal([RemovalState.Verified, RemovalState.Waived], await StatesAsync());
    }

    [Fact]
    public async Task Once_the_first_of_several_steps_is_done_the_sign_off_stands()
    {
        world.Okta.Apps["heap"].People.Add("00uSami");
        await world.ReadAsync(await world.ConnectOktaAsync());
        var sami = await RevokeAsync("Sami");
        At(world.Okta, "DELETE", "/apps/heap/users/00uSami", async context =>
        {
            context.Response.StatusCode = 403;
            await context.Response.CompleteAsync();
        });
        await world.CarryOutAsync(Hour);

        Assert.DoesNotContain("00uSami", world.Okta.Groups["00g1"].Members);
        Assert.Contains("00uSami", world.Okta.Apps["heap"].People);
        const string Why = "Removal R1 from this sign-off has been carried out, at least in part, so the sign-off can no longer be withdrawn.";
        Assert.Equal(Why, (await WithdrawAsync(sami)).Problem?.Sentence);
        Assert.Equal(Why, (await database.Get<MyReceipts>().RunAsync(world.World.As("Mia"), null, CancellationToken.None)).Single().WhyNot);
    }

    [Fact]
    public async Task A_node_whose_job_another_has_taken_over_carries_nothing_more_out_and_what_it_did_stands()
    {
        await RevokeAsync("Vera");
        await RevokeAsync("Sami");
        At(world.Heap, "PATCH", "/h1", _ => database.Get<OperationalWrites>().RunAsync(
            (db, cancel) => db.Works.Where(w => w.Kind == CarryOutRemovals.Kind).ExecuteUpdateAsync(set => set.SetProperty(w => w.LeaseOwner, "another").SetProperty(w => w.Attempt, w => w.Attempt + 1), cancel), CancellationToken.None));
        await world.CarryOutAsync(Hour);

        Assert.Equal((false, true), Active());
        Assert.Equal([RemovalState.Verified, RemovalState.Requested], await StatesAsync());
    }

    [Fact]
    public async Task What_a_stopped_process_left_half_done_is_begun_and_not_withdrawn_any_more_and_the_next_run_ends_it()
    {
        var vera = await RevokeAsync("Vera");
        database.Time.Advance(Hour);
        using var stop = new CancellationTokenSource();
        At(world.Heap, "PATCH", "/h1", _ => stop.CancelAsync());
        await database.Get<CarryOutRemovals>().RunAsync(stop.Token);
        Assert.Equal("sign-off.removed", (await WithdrawAsync(vera)).Problem?.Code);
        await using (var db = database.Look())
        {
            var attempt = await db.RemovalAttempts.SingleAsync();
            Assert.Equal(AttemptResult.Unproven, attempt.Result);
            Assert.NotNull(attempt.ProofFileId);
        }

        await world.CarryOutAsync(Hour);
        Assert.False((bool)world.Heap.Find("h1")!["active"]!);
        Assert.Equal("sign-off.removed", (await WithdrawAsync(vera)).Problem?.Code);
    }

    [Fact]
    public async Task Of_a_process_that_was_stopped_while_it_only_read_no_attempt_is_on_record()
    {
        await RevokeAsync("Vera");
        database.Time.Advance(Hour);
        using var stop = new CancellationTokenSource();
        At(world.Heap, "GET", "/h1", _ => stop.CancelAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => database.Get<CarryOutRemovals>().RunAsync(stop.Token));
        Assert.True((bool)world.Heap.Find("h1")!["active"]!);

        await world.CarryOutAsync(Hour);
        Assert.False((bool)world.Heap.Find("h1")!["active"]!);
        await using var db = database.Look();
        Assert.Equal(AttemptResult.Done, (await db.RemovalAttempts.SingleAsync()).Result);
    }

    [Theory]
    [InlineData(true, RemovalState.WaitingForPerson)]
    [InlineData(false, RemovalState.Verified)] // Until it is closed it may still be decided otherwise.
    public async Task What_a_later_campaign_certified_is_left_to_a_person(bool closed, RemovalState then)
    {
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await RevokeAsync("Sami");
        var removal = await world.OnlyAsync();
        var until = DateOnly.FromDateTime(database.Time.Now()).AddDays(9);
        var waiver = (await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal.Id, until, "The handover lasts", CancellationToken.None)).Require();
        (await ApproveAsync(waiver)).Require();
        database.Time.Advance(TimeSpan.FromDays(1));
        await world.Revoked.KeepAsync(2, closed);
        var kept = Clock.Said(DateOnly.FromDateTime(database.Time.Now()));
        database.Time.Advance(TimeSpan.FromDays(10));
        await database.Get<EndWaivers>().RunAsync(CancellationToken.None);
        await world.CarryOutAsync(Hour);

        Assert.Equal((closed, then), (Active().Sami, (await world.OnlyAsync()).State));
        var proof = (await database.Get<RemovalProofs>().RunAsync(world.World.As("Owen"), removal.Id, CancellationToken.None)).Require();
        Assert.Equal(closed, proof.Route == $"C2 has kept this access since, by a signed decision of {kept}: a person settles which of the two holds.");
    }

    [Fact]
    public async Task What_two_people_let_stay_although_a_still_newer_campaign_revoked_it_is_not_carried_out_for_an_older_one_nor_does_the_one_between_hold()
    {
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await RevokeAsync("Sami");
        var removal = await world.OnlyAsync();
        var until = DateOnly.FromDateTime(database.Time.Now()).AddDays(9);
        var waiver = (await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal.Id, until, "The handover lasts", CancellationToken.None)).Require();
        (await ApproveAsync(waiver)).Require();
        database.Time.Advance(TimeSpan.FromDays(1));
        await world.Revoked.KeepAsync(2);
        database.Time.Advance(TimeSpan.FromDays(1));
        await world.Revoked.AgainAsync(3, "Third", removal.Number, RemovalState.Waived);
        database.Time.Advance(TimeSpan.FromDays(10));
        await database.Get<EndWaivers>().RunAsync(CancellationToken.None);
        await world.CarryOutAsync(Hour);

        Assert.True(Active().Sami);
        Assert.Equal([RemovalState.WaitingForPerson, RemovalState.Waived], await StatesAsync());
        var refused = await database.Get<OverruleRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), [removal.Id], CancellationToken.None);
        Assert.Equal("A still newer decision takes this access away again, by R2, which is waived for now. The decision that kept it holds no more.", refused.Problem?.Sentence);
    }

    [Fact]
    public async Task What_a_later_campaign_certified_is_left_to_a_person_although_a_second_one_agreed_to_its_removal()
    {
        await RevokeAsync("Zoe"); // An administrator, whom the brake holds.
        await world.CarryOutAsync(Hour);
        await world.Revoked.KeepAsync(2);
        (await database.Get<AgreeToRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), [(await world.OnlyAsync()).Id], CancellationToken.None)).Require();
        await world.CarryOutAsync(Hour);
        Assert.Equal((true, RemovalState.WaitingForPerson), ((bool)world.Heap.Find("h3")!["active"]!, (await world.OnlyAsync()).State));
    }

    [Fact]
    public async Task What_was_carried_out_came_back_and_was_kept_since_is_a_persons_to_settle_and_nobody_is_late_with_it()
    {
        await RevokeAsync("Sami");
        await world.CarryOutAsync(Hour);
        world.Heap.Find("h2")!["active"] = true;
        await using (var db = database.Look())
        {
            await world.ReadAsync(await db.Connections.Select(c => c.Id).SingleAsync());
        }

        Assert.Equal([RemovalState.Reappeared], await StatesAsync());
        database.Time.Advance(TimeSpan.FromDays(1));
        await world.Revoked.KeepAsync(2);
        database.Time.Advance(TimeSpan.FromDays(60));
        var page = (await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(), 0, 10, CancellationToken.None)).Require();
        var row = page.Rows.Single(r => r.CampaignNumber == 1);
        Assert.True(row.Due < page.Now.Utc);
        Assert.StartsWith("C2 has kept this access since", row.KeptSince, StringComparison.Ordinal);
        Assert.Equal((false, 0), (row.Late, page.Counts.Late));
    }

    private static void At(FakeServer server, string method, string path, Func<HttpContext, Task> happens)
    {
        server.Before = async (context, _) =>
        {
            if (context.Request.Method != method || !context.Request.Path.Value!.EndsWith(path, StringComparison.Ordinal))
            {
                return false;
            }

            server.Before = null;
            await happens(context);
            return context.Response.HasStarted;
        };
    }

    private (bool Vera, bool Sami) Active() => ((bool)world.Heap.Find("h1")!["active"]!, (bool)world.Heap.Find("h2")!["active"]!);

    private async Task<IEnumerable<RemovalState>> StatesAsync() => (await world.Revoked.RemovalsAsync()).Select(r => r.State);

    private async Task<long> RevokeAsync(string account)
    {
        await world.Revoked.RevokeAsync(account);
        return await world.Revoked.SignOffAsync(account);
    }

    private Task<Outcome<Done>> WithdrawAsync(long signOff) =>
        database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), signOff, "It was the wrong list", CancellationToken.None);

    private Task<Outcome<Done>> ApproveAsync(long waiver) =>
        database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), waiver, true, CancellationToken.None);
}
