using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Schedules;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>A series that somebody changes or stops while another has it open, or while the product is at work on it.</summary>
public sealed class SeriesMeanwhileTests
{
    private static readonly ScheduleTerms Terms = new(
        "Heap", new Cadence(CadenceUnit.Quarters, 1), new(2027, 1, 4), new(2027, 1, 1), new(2027, 3, 31), OpenDays: 14, PrepareDays: 10, LaunchesItself: false, "Europe/Berlin");

    [Theory]
    [InlineData(null, CampaignState.Active)]
    [InlineData("stopped", CampaignState.Draft)]
    [InlineData("left to its owner", CampaignState.Draft)]
    public async Task Nothing_launches_itself_whose_series_was_stopped_or_left_to_its_owner_while_the_product_was_at_work(string? meanwhile, CampaignState expected)
    {
        var moment = new MomentWithin("ScheduledCycles");
        await using var world = await LaunchedAsync(Terms with { LaunchesItself = true }, moment);
        await ClockAsync(world, new(2027, 1, 2, 12, 0, 0, DateTimeKind.Utc));
        var asOf = new DateTime(2027, 1, 4, 12, 0, 0, DateTimeKind.Utc);
        await world.UpdateAsync((db, seq) => db.Extracts.ExecuteUpdateAsync(s => s.SetProperty(e => e.AsOf, asOf).SetProperty(e => e.EventSeq, seq)));
        world.Database.Time.SetUtcNow(new DateTimeOffset(2027, 1, 5, 12, 0, 0, TimeSpan.Zero));
        var (schedule, shown, today) = ((await SeriesAsync(world)).Id, (await SeriesAsync(world)).Terms, new DateOnly(2027, 1, 5));
        moment.Meanwhile = async _ => (await (meanwhile switch
        {
            "stopped" => world.Database.Get<EndSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, default),
            "left to its owner" => world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, shown with { LaunchesItself = false }, shown, default),
            _ => Task.FromResult<Outcome<Done>>(Done.Yes),
        })).Require();

        await world.Database.Get<LaunchCycle>().RunAsync(schedule, today, default);
        Assert.Null(moment.Meanwhile);
        Assert.Equal(expected, await NextAsync(world));
        await world.Database.Get<LaunchCycle>().RunAsync(schedule, today, default);
        Assert.Equal(expected, await NextAsync(world));
    }

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

    private static async Task<CampaignWorld> LaunchedAsync(ScheduleTerms terms, MomentWithin? moment = null)
    {
        var world = await CampaignWorld.CreateAsync(interceptor: moment);
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

    private static async Task<CampaignState> NextAsync(CampaignWorld world)
    {
        await using var db = world.Database.Look();
        return await db.Campaigns.Where(c => c.Number == 2).Select(c => c.State).SingleAsync();
    }

    private static async Task<ScheduleLine> SeriesAsync(CampaignWorld world) => Assert.Single((await world.Database.Get<ScheduleList>().RunAsync(world.Owen, default)).Require());
}
