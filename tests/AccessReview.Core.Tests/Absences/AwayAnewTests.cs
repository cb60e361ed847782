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

    [Fact]
    public async Task What_they_hold_for_somebody_who_has_left_goes_to_the_delegate_too()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var (noa, ada) = (world.World["Noa"], world.World["Ada"]);
        await AwayAsync(world, "Noa");
        await EndAsync(world, "Mia");
        await world.World.LeaveAsync("Mia");
        await world.Database.Get<FollowUps>().RunAsync(default);
        await using var db = world.Database.Look();
        Assert.All(await db.ReviewTurns.AsNoTracking().ToListAsync(), t => Assert.Equal((noa, world.World["Mia"]), (t.ReviewerId, t.ForId!.Value)));

        // Noa goes, and what nobody can take back from them goes with the rest; it is theirs when they return.
        await AwayAsync(world, "Ada", person: "Noa");
        Assert.All(await db.ReviewTurns.AsNoTracking().ToListAsync(), t => Assert.Equal((ada, noa), (t.ReviewerId, t.ForId!.Value)));
        await EndAsync(world, "Noa");
        await world.Database.Get<FollowUps>().RunAsync(default);
        Assert.All(await db.ReviewTurns.AsNoTracking().ToListAsync(), t => Assert.Equal((noa, null), (t.ReviewerId, t.ForId)));
    }

    private static async Task EndAsync(ReviewWorld world, string person)
    {
        await using var db = world.Database.Look();
        var away = world.World[person];
        var absence = await db.Absences.Where(a => a.PersonId == away && a.EndedAt == null).Select(a => a.Id).SingleAsync();
        (await world.Database.Get<EndAbsence>().RunAsync(Guid.NewGuid(), world.World.As(person), absence, default)).Require();
    }

    private static async Task AwayAsync(ReviewWorld world, string standIn, string person = "Mia")
    {
        var stated = await world.Database.Get<StateAbsence>().RunAsync(
            Guid.NewGuid(), world.World.As(person), new AbsencePlan(world.World[person], world.World[standIn], Today, Today.AddDays(7), "Holiday"), default);
        Assert.False(stated.Require());
        await using var db = world.Database.Look();
        var absence = await db.Absences.MaxAsync(a => a.Id);
        (await world.Database.Get<ApproveAbsence>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), absence, default)).Require();
        await world.Database.Get<FollowUps>().RunAsync(default);
    }
}
