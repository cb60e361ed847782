using System.Text.Json.Nodes;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>A system that takes others out as well when the product takes one out: nothing more goes through it until a second person has looked.</summary>
public sealed class OthersLostAccessTests : ConnectedTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task What_is_still_to_be_done_there_waits_for_a_second_person_who_is_told_why()
    {
        await EmptiesGrowthAsync();
        await RevokeAsync("Vera", "Finance");
        await world.CarryOutAsync(Hour);

        Assert.Equal(["h1"], world.Heap.Members("g2"));
        var removals = await world.Revoked.RemovalsAsync();
        Assert.Equal([AttemptResult.TooMuch], await ResultsAsync());
        Assert.Equal(RemovalState.WaitingForSecondPerson, removals[1].State);
        var says = await SaysAsync(removals[1]);
        Assert.Equal((true, "When R1 was carried out at Heap group Growth, others lost their access there as well: look there, and at its proof, before you agree."), (says.MayAgree, says.Halt));
    }

    [Fact]
    public async Task It_is_carried_out_once_a_second_person_agrees_and_what_comes_after_it_goes_by_itself()
    {
        await EmptiesGrowthAsync();
        await RevokeAsync("Vera", "Finance");
        await world.CarryOutAsync(Hour);
        await AgreeAsync((await world.Revoked.RemovalsAsync())[1]);
        await world.CarryOutAsync(TimeSpan.FromSeconds(1));
        Assert.Empty(world.Heap.Members("g2"));

        await RevokeAsync("Sami");
        await world.CarryOutAsync(Hour);
        Assert.False((bool)world.Heap.Find("h2")!["active"]!);
        Assert.Equal([AttemptResult.TooMuch, AttemptResult.Done, AttemptResult.Done], await ResultsAsync());
    }

    [Fact]
    public async Task What_was_agreed_to_before_it_happened_waits_for_somebody_to_agree_anew()
    {
        await EmptiesGrowthAsync();
        await RevokeAsync("Zoe"); // An administrator, whom the brake holds.
        await world.Revoked.Run(async (scope, _) => (await scope.Db.Removals.AsTracking().SingleAsync(r => r.Number == 1)).NotBefore = database.Time.Now() + (2 * Hour));
        await world.CarryOutAsync(Hour);
        await AgreeAsync((await world.Revoked.RemovalsAsync())[1]);
        await world.CarryOutAsync(Hour);

        Assert.True((bool)world.Heap.Find("h3")!["active"]!);
        var zoe = (await world.Revoked.RemovalsAsync())[1];
        Assert.Equal((RemovalState.WaitingForSecondPerson, (long?)null), (zoe.State, zoe.AgreedById));
        await AgreeAsync(zoe);
        await world.CarryOutAsync(TimeSpan.FromSeconds(1));
        Assert.False((bool)world.Heap.Find("h3")!["active"]!);
    }

    [Fact]
    public async Task What_took_others_access_away_is_a_persons_once_its_waiver_is_over_although_others_pass_there_again()
    {
        await EmptiesGrowthAsync();
        await RevokeAsync("Vera", "Finance");
        await CarryOutUnreadAsync();
        var removals = await world.Revoked.RemovalsAsync();
        await AgreeAsync(removals[1]);
        await CarryOutUnreadAsync();
        var until = DateOnly.FromDateTime(database.Time.Now()).AddDays(9);
        var waiver = (await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removals[0].Id, until, "The handover lasts", CancellationToken.None)).Require();
        (await database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), waiver, true, CancellationToken.None)).Require();
        database.Time.Advance(TimeSpan.FromDays(11));
        await database.Get<EndWaivers>().RunAsync(CancellationToken.None);
        await CarryOutUnreadAsync();

        Assert.Equal(RemovalState.WaitingForPerson, (await world.Revoked.RemovalsAsync())[0].State);
        Assert.Equal([AttemptResult.TooMuch, AttemptResult.Done], await ResultsAsync());
    }

    private async Task CarryOutUnreadAsync()
    {
        database.Time.Advance(2 * Hour);
        await database.Get<CarryOutRemovals>().RunAsync(CancellationToken.None);
    }

    /// <summary>R1 takes Sami out of Growth, at which Heap loses Vera as well.</summary>
    private async Task EmptiesGrowthAsync()
    {
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Sami", "Growth");
        world.Heap.Before = (context, _) =>
        {
            if (context.Request.Method == "PATCH" && context.Request.Path.Value!.EndsWith("/Groups/g1", StringComparison.Ordinal))
            {
                world.Heap.Groups[0]["members"] = new JsonArray();
            }

            return Task.FromResult(false);
        };
    }

    private async Task<List<AttemptResult>> ResultsAsync()
    {
        await using var db = database.Look();
        return await db.RemovalAttempts.OrderBy(a => a.Id).Select(a => a.Result).ToListAsync();
    }

    private async Task<RemovalProofs.Facts> SaysAsync(Removal removal) => (await database.Get<RemovalProofs>().RunAsync(world.World.As("Noa"), removal.Id, CancellationToken.None)).Require();

    private async Task AgreeAsync(Removal removal) => (await database.Get<AgreeToRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), [removal.Id], CancellationToken.None)).Require();

    private async Task RevokeAsync(string account, string? group = null)
    {
        await world.Revoked.RevokeAsync(account, group);
        await world.Revoked.SignOffAsync(account);
    }
}
