using AccessReview.Core.Extracts;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>A removal that is carried out while the record lies ahead of the clock: no reading proves it before the clock has come as far.</summary>
public sealed class ProofAfterAFastClockTests : ConnectedTests
{
    [Fact]
    public async Task The_source_is_left_alone_until_a_reading_can_prove_the_removal_and_is_read_then()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.Revoked.RevokeAsync("Vera");
        await world.Revoked.SignOffAsync("Vera");
        database.Time.Advance(TimeSpan.FromHours(2));
        var right = database.Time.GetUtcNow();
        database.Time.AdjustTime(right.AddDays(3));
        await world.World.AlsoAsync("Sami", "sami@other.example");
        database.Time.AdjustTime(right);

        await world.CarryOutAsync(TimeSpan.FromMinutes(1));
        await world.CarryOutAsync(TimeSpan.FromMinutes(1));
        await world.CarryOutAsync(TimeSpan.FromHours(7));
        Assert.Equal((RemovalState.Executed, 1), ((await world.OnlyAsync()).State, await ReadingsAsync()));

        await world.CarryOutAsync(TimeSpan.FromDays(3));
        Assert.Equal((RemovalState.Verified, 2), ((await world.OnlyAsync()).State, await ReadingsAsync()));
    }

    private async Task<int> ReadingsAsync()
    {
        await using var db = database.Look();
        return await db.Extracts.CountAsync(e => e.ConnectionId != null);
    }
}
