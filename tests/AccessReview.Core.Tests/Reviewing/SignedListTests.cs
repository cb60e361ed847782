using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>What a reviewer signed for is a list of its own, however much was signed before or since.</summary>
public sealed class SignedListTests
{
    private static readonly HashSet<string> Closed = [];

    [Fact]
    public async Task Of_two_statements_each_lists_what_it_covers_and_nothing_of_the_other()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Noa");
        var (first, second) = await SignTwiceAsync(world);
        Assert.Equal(["Core", "Core", "Finance", "Growth", "Growth"], (await ListAsync(world, first)).Select(r => r.Group).Order(StringComparer.Ordinal));
        Assert.Equal([("Rob", true)], (await ListAsync(world, second)).Select(r => (r.Name, r.IsAccount)));
    }

    [Fact]
    public async Task The_counts_beside_a_statement_s_list_lead_out_of_it_and_the_others_stay_in_it()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Noa");
        var (first, _) = await SignTwiceAsync(world);
        var (slice, filter, found) = await OpenAsync(world, first);
        var facets = slice.Count(filter, found);
        Assert.Equal((0, 6), (facets.ToDecide, facets.Decided));
        Assert.Equal(6, slice.Index(filter.OfAll(QueueShow.Decided), null, Closed).Items);
        Assert.Equal([0, 5], facets.What.Select(f => f.Count));
    }

    [Fact]
    public async Task What_was_withdrawn_and_taken_back_since_is_listed_under_its_statement_all_the_same()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Noa");
        var (_, second) = await SignTwiceAsync(world);
        (await world.Database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), second, "One more look", default)).Require();
        (await world.UndoAsync("Noa", "Rob")).Require();
        Assert.Equal([("Rob", TurnState.Undecided)], (await ListAsync(world, second)).Select(r => (r.Name, r.State)));
    }

    [Fact]
    public async Task Somebody_else_s_statement_lists_nothing()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Noa");
        var (_, second) = await SignTwiceAsync(world);

        // Also where an item that it covered is before the reader by now.
        (await world.Database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), second, "One more look", default)).Require();
        (await world.UndoAsync("Noa", "Rob")).Require();
        await GiveRobAsync(world, "Mia");
        Assert.Empty(await world.Database.Get<ReviewQueue>().SignedAsync(world.World.As("Mia"), world.CampaignId, second, default));
        Assert.Empty(await ListAsync(world, second));
    }

    /// <summary>Noa signs for five groups; then Rob's account is given to her, and she signs for that.</summary>
    private static async Task<(long First, long Second)> SignTwiceAsync(ReviewWorld world)
    {
        await world.DecideRestAsync("Noa");
        var first = (await world.SignAsync("Noa")).Require().SignOffId;
        await GiveRobAsync(world, "Noa");
        (await world.DecideAsync("Noa", "Rob", DecisionKind.Certify)).Require();
        return (first, (await world.SignAsync("Noa")).Require().SignOffId);
    }

    private static async Task GiveRobAsync(ReviewWorld world, string to)
    {
        var rob = (await world.TurnAsync("Rob")).Id;
        (await world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), world.CampaignId, [rob], world.World[to], "Knows him", default)).Require();
    }

    private static async Task<(ReviewSlice Slice, QueueFilter Filter, FoundTurns Found)> OpenAsync(ReviewWorld world, long statement)
    {
        var (queue, noa) = (world.Database.Get<ReviewQueue>(), world.World.As("Noa"));
        var found = new FoundTurns(Signed: await queue.SignedAsync(noa, world.CampaignId, statement, default));
        return (await queue.SliceAsync(noa, world.CampaignId, default), new QueueFilter { Show = QueueShow.Decided, Signed = statement }, found);
    }

    private static async Task<List<SliceRow>> ListAsync(ReviewWorld world, long statement)
    {
        var (slice, filter, found) = await OpenAsync(world, statement);
        return [.. slice.Index(filter, found, Closed).Lines.SelectMany(l => l.Row is { } row ? [row] : l.Routine?.Rows ?? [])];
    }
}
