using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Tests.Connections;

/// <summary>What waits for a second person may be gone before that one agrees.</summary>
public sealed class HeldAndGoneTests
{
    [Fact]
    public async Task What_the_brake_holds_and_a_person_took_away_by_hand_is_verified_by_the_next_reading_and_what_is_still_there_waits_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var world = await ConnectedWorld.CreateAsync(database, null, "Robot");
        var heap = await world.ConnectHeapAsync();
        await world.ReadAsync(heap);
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.Ada, new Policy { BrakeAbove = 1, BrakePercent = 1 }, null, default)).Require();
        foreach (var account in new[] { "Vera", "Sami" })
        {
            await world.Revoked.RevokeAsync(account);
            await world.Revoked.SignOffAsync(account);
        }

        await world.CarryOutAsync(TimeSpan.FromHours(1));
        await world.ReadAsync(heap);
        Assert.Equal([RemovalState.WaitingForSecondPerson, RemovalState.WaitingForSecondPerson], await StatesAsync());
        Assert.Equal(2, await HeldAsync());

        var (vera, owen) = ((await world.Revoked.RemovalsAsync())[0].Id, world.World.As("Owen"));
        (await database.Get<NoteDone>().RunAsync(Guid.NewGuid(), owen, new HandWork([vera], world.World["Owen"], new DateOnly(2026, 11, 23), ""), default)).Require();
        Assert.Equal("Noted as done; a reading without it ends it, else a second person has to agree first", RemovalWords.Proof(RemovalState.WaitingForSecondPerson, new DateOnly(2026, 11, 23), null, disabled: false));
        world.Heap.Find("h1")!["active"] = false;
        var read = await world.ReadAsync(heap);
        Assert.Equal([RemovalState.Verified, RemovalState.WaitingForSecondPerson], await StatesAsync());
        Assert.Equal(read.AsOf, (await world.Revoked.RemovalsAsync())[0].VerifiedAt);
        Assert.Equal(1, await HeldAsync());
        Assert.DoesNotContain((await database.Get<Core.Audit.VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings, f => f.Code.StartsWith("removal.", StringComparison.Ordinal));

        // The other one is carried out once it is agreed to, whatever readings have shown before.
        (await database.Get<AgreeToRemovals>().RunAsync(Guid.NewGuid(), owen, [(await world.Revoked.RemovalsAsync())[1].Id], default)).Require();
        await world.CarryOutAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([RemovalState.Verified, RemovalState.Verified], await StatesAsync());

        async Task<IEnumerable<RemovalState>> StatesAsync() => (await world.Revoked.RemovalsAsync()).Select(r => r.State);
        async Task<int> HeldAsync()
        {
            await using var db = database.Look();
            return (await DueHandWork.AllAsync(db, database.Time.Now(), default)).Count(s => s.Held);
        }
    }
}
