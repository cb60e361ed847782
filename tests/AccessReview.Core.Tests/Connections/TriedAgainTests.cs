using AccessReview.Core.Audit;
using AccessReview.Core.Connections;
using AccessReview.Core.Notifications;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>What the product could not carry out, or a reading shows although it had, is the product's again once a campaign owner says so.</summary>
public sealed class TriedAgainTests : ConnectedTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private long heap;

    [Theory]
    [InlineData(RemovalState.Failed)]
    [InlineData(RemovalState.StillPresent)]
    public async Task What_failed_because_a_token_had_run_out_is_carried_out_once_it_is_right_and_both_attempts_stay(RemovalState state)
    {
        await RevokeAsync("Vera");
        world.Heap.Accepts = "another";
        await world.CarryOutAsync(Hour);
        world.Heap.Accepts = FakeScim.Token;
        if (state == RemovalState.StillPresent)
        {
            await world.ReadAsync(heap);
        }

        Assert.Equal(state, (await world.OnlyAsync()).State);
        Assert.Equal((false, true), (await MayAsync("Mia"), await MayAsync("Owen")));
        Assert.Equal(Problem.DeniedCode, (await AgainAsync("Mia")).Problem?.Code);
        (await AgainAsync("Owen")).Require();
        Assert.Equal((RemovalState.Requested, 0), ((await world.OnlyAsync()).State, (await world.OnlyAsync()).Tries));
        await database.Get<CarryOutRemovals>().RunAsync(default);
        Assert.False((bool)world.Heap.Find("h1")!["active"]!);
        await world.ReadAsync(heap);
        Assert.Equal(RemovalState.Verified, (await world.OnlyAsync()).State);

        using var book = await CampaignWorkbook.OfAsync(database, 1);
        Assert.Equal(["Not done", "Done, and read back"], book["Removal proofs"].Column("Came of it").Select(c => c!.Split(':')[0]));
        var found = (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require();
        Assert.DoesNotContain(found.Findings, f => f.Code.StartsWith("removal.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_came_back_is_carried_out_again()
    {
        await RevokeAsync("Vera");
        await world.CarryOutAsync(Hour);
        world.Heap.Find("h1")!["active"] = true;
        await world.ReadAsync(heap);
        Assert.Equal(RemovalState.Reappeared, (await world.OnlyAsync()).State);
        (await AgainAsync("Owen")).Require();
        await database.Get<CarryOutRemovals>().RunAsync(default);
        await world.ReadAsync(heap);
        Assert.Equal((RemovalState.Verified, false), ((await world.OnlyAsync()).State, (bool)world.Heap.Find("h1")!["active"]!));
    }

    [Fact]
    public async Task An_administrator_needs_a_second_person_anew()
    {
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await RevokeAsync("Zoe");
        await world.CarryOutAsync(Hour);
        (await database.Get<AgreeToRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), [(await world.OnlyAsync()).Id], default)).Require();
        world.Heap.Accepts = "another";
        await world.CarryOutAsync(TimeSpan.FromSeconds(1));
        world.Heap.Accepts = FakeScim.Token;
        (await AgainAsync("Owen")).Require();
        await world.CarryOutAsync(TimeSpan.FromSeconds(1));
        Assert.Equal((RemovalState.WaitingForSecondPerson, true), ((await world.OnlyAsync()).State, (bool)world.Heap.Find("h3")!["active"]!));
    }

    [Fact]
    public async Task What_another_campaign_kept_before_a_second_person_agreed_is_left_to_a_person()
    {
        await RevokeAsync("Zoe"); // An administrator, whom the brake holds.
        await world.CarryOutAsync(Hour);
        await AgreeAsync();
        await world.CarryOutAsync(Hour);
        world.Heap.Find("h3")!["active"] = true;
        await world.ReadAsync(heap);
        Assert.Equal(RemovalState.Reappeared, (await world.OnlyAsync()).State);
        (await AgainAsync("Owen")).Require();
        await world.CarryOutAsync(Hour);
        database.Time.Advance(TimeSpan.FromDays(1));
        await world.Revoked.KeepAsync(2);
        await AgreeAsync();
        database.Time.Advance(Hour);
        await database.Get<CarryOutRemovals>().RunAsync(default);
        Assert.Equal((RemovalState.WaitingForPerson, true), ((await world.OnlyAsync()).State, (bool)world.Heap.Find("h3")!["active"]!));

        async Task AgreeAsync() => (await database.Get<AgreeToRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), [(await world.OnlyAsync()).Id], default)).Require();
    }

    [Fact]
    public async Task That_it_was_tried_again_in_vain_is_news_for_whoever_it_waits_for()
    {
        await RevokeAsync("Vera");
        database.Time.Advance(Hour);
        await database.Get<CarryOutRemovals>().RunAsync(default);
        world.Heap.Find("h1")!["active"] = true;
        await world.ReadAsync(heap);
        Assert.Equal(RemovalState.StillPresent, (await world.OnlyAsync()).State);
        (await AgainAsync("Owen")).Require();
        world.Heap.Accepts = "another";
        database.Time.Advance(Hour);
        await database.Get<CarryOutRemovals>().RunAsync(default);
        Assert.Equal(RemovalState.Failed, (await world.OnlyAsync()).State);

        await using var db = database.Look();
        var stuck = Assert.Single(await DueHandWork.AllAsync(db, database.Time.Now(), default));
        Assert.True(stuck.StillThereAt < stuck.TriedAt);
        Assert.Equal(stuck.TriedAt, stuck.NewsAt);
    }

    [Theory]
    [InlineData("only read", "R1 is not tried again. Heap is only read: a person carries it out.")]
    [InlineData("others lost", "R1 is not tried again. When it was, others lost their access as well.")]
    [InlineData("due", "R1 is not tried again. It is requested.")]
    public async Task What_is_not_the_products_any_more_or_took_too_much_is_not_tried_again(string why, string sentence)
    {
        await RevokeAsync("Vera");
        if (why != "due")
        {
            world.Heap.Accepts = "another";
            await world.CarryOutAsync(Hour);
            world.Heap.Accepts = FakeScim.Token;
        }

        if (why == "only read")
        {
            await world.ConnectHeapAsync(ConnectionUse.ReadOnly);
        }
        else if (why == "others lost")
        {
            var removal = (await world.OnlyAsync()).Id;
            await world.Revoked.Run((scope, _) =>
            {
                scope.Add(new RemovalAttempt { Id = scope.NewId(), RemovalId = removal, ConnectionId = heap, Act = AttemptAct.Account, Target = "Heap account", At = scope.At, Result = AttemptResult.TooMuch, Why = "" });
                return Task.CompletedTask;
            });
        }

        Assert.Equal(sentence, (await AgainAsync("Owen")).Problem?.Sentence);
        Assert.False(await MayAsync("Owen"));
    }

    private async Task RevokeAsync(string account)
    {
        heap = await world.ConnectHeapAsync();
        await world.ReadAsync(heap);
        await world.Revoked.RevokeAsync(account);
        await world.Revoked.SignOffAsync(account);
    }

    private async Task<Outcome<Done>> AgainAsync(string by) =>
        await database.Get<TryRemovalsAgain>().RunAsync(Guid.NewGuid(), world.World.As(by), [(await world.OnlyAsync()).Id], default);

    private async Task<bool> MayAsync(string by)
    {
        var says = await database.Get<RemovalProofs>().RunAsync(world.World.As(by), (await world.OnlyAsync()).Id, default);
        return says.IsOk && says.Require().MayTryAgain;
    }
}
