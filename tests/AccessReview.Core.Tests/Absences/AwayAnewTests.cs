using AccessReview.Core.Absences;
using AccessReview.Core.Tests.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Absences;

/// <summary>One absence after another.</summary>
public sealed class AwayAnewTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public async Task Whoever_names_another_delegate_has_nothing_before_themselves_while_they_are_away()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await AwayAsync(world, "Noa");
        await using var db = world.Database.Look();
        var first = await db.Absences.SingleAsync();
        (await world.Database.Get<EndAbsence>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), first.Id, default)).Require();
        await AwayAsync(world, "Ada");
        Assert.All(await db.ReviewTurns.ToListAsync(), t => Assert.Equal((world.World["Ada"], world.World["Mia"]), (t.ReviewerId, t.ForId!.Value)));
    }

    private static async Task AwayAsync(ReviewWorld world, string standIn)
    {
        var stated = await world.Database.Get<StateAbsence>().RunAsync(
            Guid.NewGuid(), world.World.As("Mia"), new AbsencePlan(world.World["Mia"], world.World[standIn], Today, Today.AddDays(7), "Holiday"), default);
        Assert.False(stated.Require());
        await using var db = world.Database.Look();
        var absence = await db.Absences.MaxAsync(a => a.Id);
        (await world.Database.Get<ApproveAbsence>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), absence, default)).Require();
        await world.Database.Get<FollowUps>().RunAsync(default);
    }
}
