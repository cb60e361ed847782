using AccessReview.Core.Campaigns;
using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Fakes;

namespace AccessReview.Core.Tests.Connections;

/// <summary>A source was read while the clock ran ahead, which was set right since: it is read anew as if nobody knew when that was, and by the clock from then on.</summary>
public sealed class ReadingsAfterAFastClockTests : ConnectedTests
{
    [Fact]
    public async Task A_connection_that_was_read_by_a_clock_that_ran_ahead_is_read_by_its_schedule_once_that_is_right()
    {
        var id = (await database.Get<SetConnection>().RunAsync(
            Guid.NewGuid(), world.Ada,
            new EnteredConnection(world.World.ApplicationId, null, ConnectionSystem.Scim, world.Heap.Base, FakeScim.Token, ConnectionUse.ReadOnly, new ConnectionSettings { EveryHours = 6 }), CancellationToken.None)).Require();
        (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, id, CancellationToken.None)).Require();
        await ReadAheadAsync(id);

        await AssertReadAgainAsync(TimeSpan.FromHours(6));
    }

    [Fact]
    public async Task A_draft_asks_for_a_reading_of_what_was_read_by_a_clock_that_ran_ahead_once_that_is_right()
    {
        var id = await world.ConnectHeapAsync();
        var owner = world.World.As("Owen");
        var plan = new CampaignPlan("Heap", "Who can get in.", "", new(2026, 10, 1), new(2026, 12, 31), new(2026, 12, 14), "UTC", DeadlineRule.NotReviewed);
        var number = (await database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), owner, plan, CancellationToken.None)).Require();
        (await database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), owner, number, world.World.ApplicationId, CampaignScope.Default, CancellationToken.None)).Require();
        await ReadAheadAsync(id);

        await AssertReadAgainAsync(PlanReadings.FreshEnough);
    }

    private async Task ReadAheadAsync(long connection)
    {
        var right = database.Time.GetUtcNow();
        database.Time.AdjustTime(right.AddDays(100));
        await world.ReadAsync(connection);
        database.Time.AdjustTime(right);
    }

    // Now, and then each time when so much has passed.
    private async Task AssertReadAgainAsync(TimeSpan every)
    {
        Assert.Equal(1, await PlanAsync());
        Assert.Equal(1, await database.Get<RunReadings>().RunAsync(CancellationToken.None));
        database.Time.Advance(every - TimeSpan.FromHours(1));
        Assert.Equal(0, await PlanAsync());
        database.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await PlanAsync());
    }

    private Task<int> PlanAsync() => database.Get<PlanReadings>().RunAsync(CancellationToken.None);
}
