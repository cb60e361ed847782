using AccessReview.Core.Extracts;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>A removal that is carried out while the record lies ahead of the clock: it waits no longer for that, and no reading proves it before the clock has
/// come as far.</summary>
public sealed class ProofAfterAFastClockTests : ConnectedTests
{
    [Fact]
    public async Task The_source_is_left_alone_until_a_reading_can_prove_the_removal_and_is_read_then()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.Revoked.RevokeAsync("Vera");
        await world.Revoked.SignOffAsync("Vera");
        database.Time.Advance(TimeSpan.FromHours(2));
        await RanAheadAsync();

        await world.CarryOutAsync(TimeSpan.FromMinutes(1));
        await world.CarryOutAsync(TimeSpan.FromMinutes(1));
        await world.CarryOutAsync(TimeSpan.FromHours(7));
        Assert.Equal((RemovalState.Executed, 1), ((await world.OnlyAsync()).State, await ReadingsAsync()));

        await world.CarryOutAsync(TimeSpan.FromDays(3));
        Assert.Equal((RemovalState.Verified, 2), ((await world.OnlyAsync()).State, await ReadingsAsync()));
    }

    [Fact]
    public async Task What_was_signed_while_the_record_lies_ahead_is_carried_out_when_its_wait_is_over_by_the_clock()
    {
        await RevokedAheadAsync();
        await world.CarryOutAsync(TimeSpan.FromMinutes(59));
        Assert.Equal(RemovalState.Requested, (await world.OnlyAsync()).State);
        await world.CarryOutAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(RemovalState.Executed, (await world.OnlyAsync()).State);
    }

    [Fact]
    public async Task A_system_that_passes_while_the_record_lies_ahead_is_asked_again_by_the_clock()
    {
        await RevokedAheadAsync();
        world.Heap.Before = async (context, _) =>
        {
            // Longer than a removal waits for, so that it is put off.
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (503, "121");
            await context.Response.CompleteAsync();
            return true;
        };
        await world.CarryOutAsync(TimeSpan.FromHours(1));
        Assert.Equal((RemovalState.Requested, 1), ((await world.OnlyAsync()).State, (await world.OnlyAsync()).Tries));
        world.Heap.Before = null;
        await world.CarryOutAsync(TimeSpan.FromSeconds(122));
        Assert.Equal(RemovalState.Executed, (await world.OnlyAsync()).State);
    }

    [Fact]
    public async Task What_is_released_or_agreed_to_while_the_record_lies_ahead_is_carried_out_at_once()
    {
        await RevokedAheadAsync();
        await PutOffAsync(TimeSpan.FromDays(3)); // As it was by the record.
        (await database.Get<ReleaseRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), [(await world.OnlyAsync()).Id], default)).Require();
        await world.CarryOutAsync(TimeSpan.Zero);
        Assert.Equal(RemovalState.Executed, (await world.OnlyAsync()).State);

        await world.Revoked.RevokeAsync("Zoe"); // An administrator of Heap: the brake holds it.
        await world.Revoked.SignOffAsync("Zoe");
        await world.CarryOutAsync(TimeSpan.FromHours(1));
        var zoes = (await world.Revoked.RemovalsAsync()).Single(r => r.State == RemovalState.WaitingForSecondPerson).Id;
        (await database.Get<AgreeToRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), [zoes], default)).Require();
        await world.CarryOutAsync(TimeSpan.Zero);
        Assert.Equal(RemovalState.Executed, (await world.Revoked.RemovalsAsync()).Single(r => r.Id == zoes).State);
    }

    [Fact]
    public async Task What_was_put_off_further_than_anything_is_put_off_is_carried_out_once_a_second_person_agrees_for_either_clock_may_have_been_wrong()
    {
        await RevokedAheadAsync();
        await PutOffAsync(TimeSpan.FromDays(7));
        await world.CarryOutAsync(TimeSpan.Zero);
        Assert.Equal(RemovalState.Requested, (await world.OnlyAsync()).State);
        await PutOffAsync(TimeSpan.FromDays(8));
        await world.CarryOutAsync(TimeSpan.Zero);
        var held = await world.OnlyAsync();
        Assert.Equal(RemovalState.WaitingForSecondPerson, held.State);
        (await database.Get<AgreeToRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), [held.Id], CancellationToken.None)).Require();
        await world.CarryOutAsync(TimeSpan.Zero);
        Assert.Equal(RemovalState.Executed, (await world.OnlyAsync()).State);
    }

    private async Task RevokedAheadAsync()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RanAheadAsync();
        await world.Revoked.RevokeAsync("Vera");
        await world.Revoked.SignOffAsync("Vera");
    }

    // Something is recorded by a clock that runs three days ahead, and is set right.
    private async Task RanAheadAsync()
    {
        var right = database.Time.GetUtcNow();
        database.Time.AdjustTime(right.AddDays(3));
        await world.World.AlsoAsync("Sami", "sami@other.example");
        database.Time.AdjustTime(right);
    }

    private Task PutOffAsync(TimeSpan wait) => world.Revoked.Run(async (scope, cancel) =>
        (await scope.Db.Removals.AsTracking().SingleAsync(r => r.State == RemovalState.Requested, cancel)).NotBefore = database.Time.GetUtcNow().UtcDateTime + wait);

    private async Task<int> ReadingsAsync()
    {
        await using var db = database.Look();
        return await db.Extracts.CountAsync(e => e.ConnectionId != null);
    }
}
