using AccessReview.Core.Removals;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Tests.Removals;

/// <summary>A waiver that runs is prolonged by two persons before it is over, so that nothing is taken away on the day after it unseen.</summary>
public sealed class WaiversProlongedTests
{
    private static readonly DateOnly First = new(2026, 12, 31);
    private static readonly DateOnly Second = new(2027, 1, 31);

    [Theory]
    [InlineData(true, RemovalState.Waived)]
    [InlineData(false, RemovalState.WaitingForPerson)]
    public async Task It_stays_for_longer_once_a_second_person_approves_and_runs_as_before_where_they_refuse(bool approve, RemovalState after)
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await WaivedAsync(database);
        await PassAsync(database, First.AddDays(-7));
        Assert.True((await StoryAsync(database, world, removal)).MayAsk);
        var longer = (await AskAsync(database, world, removal, Second)).Require();
        Assert.Equal([true, false], (await StoryAsync(database, world, removal)).Waivers.Select(w => w.MayAnswer));
        (await database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), longer, approve, default)).Require();
        Assert.Equal(approve ? Second : First, (await RowAsync(database, world)).WaivedUntil);

        await PassAsync(database, First.AddDays(1));
        Assert.Equal(after, (await RowAsync(database, world)).State);
        await PassAsync(database, Second.AddDays(1));
        Assert.Equal(RemovalState.WaitingForPerson, (await RowAsync(database, world)).State);
    }

    [Fact]
    public async Task While_nobody_has_answered_it_is_said_to_wait_for_an_answer_and_the_one_that_runs_goes_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await WaivedAsync(database);
        (await AskAsync(database, world, removal, Second)).Require();
        var asked = (await database.Get<RemovalList>().RunAsync(world.World.As("Noa"), new RemovalFilter(RemovalShow.WaiverAnswerable), 0, 10, default)).Require();
        Assert.Equal((RemovalState.Waived, (DateOnly?)First, 1), (Assert.Single(asked.Rows).State, asked.Rows[0].WaivedUntil, asked.Counts.WaiversAsked));
    }

    [Fact]
    public async Task A_waiver_that_runs_is_not_shortened()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await WaivedAsync(database);
        Assert.Equal("R1 stays until 31 Dec 2026 already. Choose a later last day.", (await AskAsync(database, world, removal, First)).Problem?.Sentence);
    }

    private static async Task<(RevokedWorld World, long Removal)> WaivedAsync(TestDatabase database)
    {
        var world = await RevokedWorld.CreateAsync(database);
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.RevokeAsync("Sami");
        await world.SignOffAsync("Sami");
        var removal = (await world.RemovalsAsync())[0].Id;
        var waiver = (await AskAsync(database, world, removal, First)).Require();
        (await database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), waiver, true, default)).Require();
        return (world, removal);
    }

    private static Task<Outcome<long>> AskAsync(TestDatabase database, RevokedWorld world, long removal, DateOnly until) =>
        database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal, until, "The handover takes until then", default);

    private static async Task<RemovalStory.Facts> StoryAsync(TestDatabase database, RevokedWorld world, long removal) =>
        (await database.Get<RemovalStory>().RunAsync(world.World.As("Noa"), removal, default)).Require();

    private static async Task<RemovalRow> RowAsync(TestDatabase database, RevokedWorld world) =>
        Assert.Single((await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(), 0, 10, default)).Require().Rows);

    private static async Task PassAsync(TestDatabase database, DateOnly day)
    {
        database.Time.SetUtcNow(new DateTimeOffset(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero));
        await database.Get<EndWaivers>().RunAsync(default);
    }
}
