using AccessReview.Core.Overview;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Reviewing;

namespace AccessReview.Core.Tests.Overview;

/// <summary>Whoever decided everything and has not signed is not done.</summary>
public sealed class NowSignOffTests
{
    [Fact]
    public async Task Decisions_that_wait_for_a_signature_are_said_and_counted_until_they_are_signed()
    {
        await using var world = await ReviewWorld.CreateAsync();
        Assert.Equal((10, 0, false), await StandsAsync(world));
        Assert.DoesNotContain(await NowAsync(world), n => n.Kind == NowKind.SignOff);

        await world.DecideRestAsync("Mia");
        Assert.Equal((0, 1, true), await StandsAsync(world));
        Assert.Equal([new NowItem(NowKind.SignOff, Urgency.Waiting, "10 decisions in Heap, Q4 2026 wait for your signature", 1)], (await NowAsync(world)).Where(n => n.Kind is NowKind.SignOff or NowKind.Review));

        (await world.SignAsync("Mia")).Require();
        Assert.Equal((0, 0, false), await StandsAsync(world));
        Assert.DoesNotContain(await NowAsync(world), n => n.Kind is NowKind.SignOff or NowKind.Review);
    }

    private static async Task<IReadOnlyList<NowItem>> NowAsync(ReviewWorld world) => (await world.Database.Get<ReadOverview>().RunAsync(world.World.As("Mia"), default)).Now;

    private static async Task<(int ToDecide, int ToSign, bool Unsigned)> StandsAsync(ReviewWorld world)
    {
        var mia = world.World.As("Mia");
        var facts = await world.Database.Get<DescribeActor>().RunAsync(mia, default);
        return (facts.ToDecide, facts.ToSign, (await world.Database.Get<ReadOverview>().RunAsync(mia, default)).Campaigns.Single().Unsigned);
    }
}
