using AccessReview.Core.Campaigns.Schedules;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>A series that somebody changes or stops while another has it open.</summary>
public sealed class SeriesMeanwhileTests
{
    private static readonly ScheduleTerms Terms = new(
        "Heap", new Cadence(CadenceUnit.Quarters, 1), new(2027, 1, 4), new(2027, 1, 1), new(2027, 3, 31), OpenDays: 14, PrepareDays: 10, LaunchesItself: false, "Europe/Berlin");

    [Fact]
    public async Task What_was_set_for_a_series_meanwhile_is_not_undone_and_one_that_was_stopped_does_not_come_back()
    {
        await using var world = await LaunchedAsync(Terms);
        var itself = Terms with { LaunchesItself = true };
        var set = world.Database.Get<SetSchedule>();
        Assert.Equal(Problem.ConflictCode, (await set.RunAsync(Guid.NewGuid(), world.Owen, 1, itself, null, default)).Problem?.Code);
        (await set.RunAsync(Guid.NewGuid(), world.Owen, 1, itself, Terms, default)).Require();
        Assert.Equal(Problem.ConflictCode, (await set.RunAsync(Guid.NewGuid(), world.Owen, 1, Terms with { OpenDays = 10 }, Terms, default)).Problem?.Code);
        Assert.Equal(itself, (await SeriesAsync(world)).Terms);

        // What is shown is for the next one that is not prepared: once that is, its days are of another.
        await ClockAsync(world, new(2026, 12, 26, 12, 0, 0, DateTimeKind.Utc));
        Assert.Equal(Problem.ConflictCode, (await set.RunAsync(Guid.NewGuid(), world.Owen, 1, Terms, itself, default)).Problem?.Code);

        var shown = (await SeriesAsync(world)).Terms;
        (await world.Database.Get<EndSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, default)).Require();
        Assert.Equal(Problem.ConflictCode, (await set.RunAsync(Guid.NewGuid(), world.Owen, 1, shown, shown, default)).Problem?.Code);
        Assert.Empty((await world.Database.Get<ScheduleList>().RunAsync(world.Owen, default)).Require());
    }

    private static async Task<CampaignWorld> LaunchedAsync(ScheduleTerms terms)
    {
        var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, terms, null, default)).Require();
        return world;
    }

    private static async Task ClockAsync(CampaignWorld world, DateTime now)
    {
        world.Database.Time.SetUtcNow(new DateTimeOffset(now));
        await world.Database.Get<FollowUps>().RunAsync(default);
    }

    private static async Task<ScheduleLine> SeriesAsync(CampaignWorld world) => Assert.Single((await world.Database.Get<ScheduleList>().RunAsync(world.Owen, default)).Require());
}
