using AccessReview.Core.Removals;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Tests.Removals;

/// <summary>A host whose clock ran ahead while something was recorded, and was then set right: the record lies ahead of the clock from there on.</summary>
public sealed class WaiversAfterAFastClockTests
{
    private static readonly DateOnly First = new(2026, 12, 29);

    [Fact]
    public async Task No_waiver_ends_before_its_last_day_is_over_although_another_of_its_campaign_does()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        foreach (var (account, until) in new[] { ("Sami", First), ("Zoe", First.AddDays(2)) })
        {
            await world.RevokeAsync(account);
            await world.SignOffAsync(account);
            await WaiveAsync(database, world, (await world.RemovalsAsync())[^1].Id, until);
        }

        database.Time.AdjustTime(Morning(First.AddDays(4)));
        await world.World.AlsoAsync("Vera", "vera@other.example");
        database.Time.AdjustTime(Morning(First.AddDays(1)));
        await database.Get<EndWaivers>().RunAsync(default);

        Assert.Equal([RemovalState.WaitingForPerson, RemovalState.Waived], (await world.RemovalsAsync()).Select(r => r.State));
    }

    [Fact]
    public async Task A_waiver_until_tomorrow_is_asked_for_once_and_answered_while_the_record_lies_beyond_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.RevokeAsync("Sami");
        await world.SignOffAsync("Sami");
        var removal = Assert.Single(await world.RemovalsAsync()).Id;
        database.Time.AdjustTime(Morning(First.AddDays(4)));
        await world.World.AlsoAsync("Vera", "vera@other.example");
        database.Time.AdjustTime(Morning(First));

        var waiver = (await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal, First.AddDays(1), "The handover takes until then", default)).Require();
        var twice = await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal, First.AddDays(1), "The handover takes until then", default);
        Assert.Equal("waiver.asked", twice.Problem?.Code);
        (await database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), waiver, true, default)).Require();
        Assert.Equal(RemovalState.Waived, Assert.Single(await world.RemovalsAsync()).State);
    }

    private static async Task WaiveAsync(TestDatabase database, RevokedWorld world, long removal, DateOnly until)
    {
        var waiver = (await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal, until, "The handover takes until then", default)).Require();
        (await database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), waiver, true, default)).Require();
    }

    private static DateTimeOffset Morning(DateOnly day) => new(day, new TimeOnly(9, 0), TimeSpan.Zero);
}
