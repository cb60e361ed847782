using AccessReview.Core.Removals;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Tests.Removals;

/// <summary>What is said to be open again because its waiver is over: only that, and only until it is done.</summary>
public sealed class WaiversOverTests
{
    private static readonly DateOnly Until = new(2026, 12, 31);

    [Fact]
    public async Task A_removal_that_came_back_counts_as_open_again_from_the_day_after_its_waiver_until_somebody_notes_it_as_done()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.RevokeAsync("Sami");
        await world.SignOffAsync("Sami");
        var removal = (await world.RemovalsAsync())[0].Id;
        var waiver = (await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal, Until, "The handover takes until then", default)).Require();
        (await database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), waiver, true, default)).Require();
        await world.ReadAsync(new DateTime(2026, 12, 1, 8, 0, 0, DateTimeKind.Utc), []);
        await world.ReadAsync(new DateTime(2026, 12, 3, 8, 0, 0, DateTimeKind.Utc), [new TestAccount("Sami")]);
        await database.Get<CheckRemovals>().RunAsync(default);
        Assert.Equal(RemovalState.Reappeared, (await world.RemovalsAsync())[0].State);

        await AssertAsync(0, new DateOnly(2026, 12, 4));
        await AssertAsync(0, Until);
        await AssertAsync(1, Until.AddDays(1));
        (await database.Get<NoteDone>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), new HandWork([removal], world.World["Owen"], Until.AddDays(1), ""), default)).Require();
        await AssertAsync(0, Until.AddDays(1));

        async Task AssertAsync(int open, DateOnly day)
        {
            database.Time.SetUtcNow(new DateTimeOffset(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero));
            var list = (await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(RemovalShow.WaiverEnded), 0, 10, default)).Require();
            Assert.Equal((open, open), (list.Rows.Count, list.Counts.WaiversEnded));
        }
    }
}
