using AccessReview.Core.Absences;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Absences;

/// <summary>The last day of an absence ends where the organisation is and where campaigns are held.</summary>
public sealed class LastDayOfAbsenceTests
{
    private const string LosAngeles = "America/Los_Angeles";
    private static readonly DateOnly LastDay = new(2026, 11, 30);

    [Fact]
    public async Task An_absence_is_stated_shown_approved_carried_out_and_ended_as_long_as_its_last_day_lasts()
    {
        await using var world = await HeldInAsync(LosAngeles, policy: LosAngeles);
        AtHour(world, 0); // 16:00 on the last day there
        Assert.False((await StateAsync(world)).Require());
        Assert.Equal((LastDay, AbsenceState.Waiting), await ShownAsync(world));
        Assert.Equal(1, (await world.Database.Get<DescribeActor>().RunAsync(world.World.As("Owen"), default)).Absences);

        (await ApproveAsync(world)).Require();
        await world.Database.Get<FollowUps>().RunAsync(default);
        Assert.Equal(AbsenceState.InForce, (await ShownAsync(world)).State);
        Assert.Equal(world.World["Noa"], (await world.TurnAsync("Tim")).ReviewerId);
        (await EndAsync(world)).Require();
    }

    [Theory]
    [InlineData(LosAngeles, "UTC", 7, true)] // 23:00 on the last day where the campaign is held
    [InlineData(LosAngeles, "UTC", 8, false)]
    [InlineData("UTC", LosAngeles, 7, true)] // 23:00 on the last day where the organisation is
    [InlineData("UTC", LosAngeles, 8, false)]
    public async Task An_absence_is_over_once_its_last_day_is_over_everywhere(string campaign, string policy, int hour, bool lasts)
    {
        await using var world = await HeldInAsync(campaign, policy);
        Assert.False((await StateAsync(world)).Require());
        AtHour(world, hour);
        Assert.Equal(lasts ? null : "absence.over", (await ApproveAsync(world)).Problem?.Code);
        Assert.Equal(lasts ? null : "absence.over", (await EndAsync(world)).Problem?.Code);
        Assert.Equal(lasts ? null : "absence.days", (await StateAsync(world)).Problem?.Code);
    }

    private static async Task<ReviewWorld> HeldInAsync(string campaign, string policy)
    {
        var world = await ReviewWorld.CreateAsync();
        await world.World.LaunchedWithAsync(new Policy { TimeZone = policy });
        await world.World.Run("Seed", scope => scope.Db.Campaigns.Single().TimeZone = campaign);
        return world;
    }

    // The hour of the day after, in UTC.
    private static void AtHour(ReviewWorld world, int hour) => world.Database.Time.SetUtcNow(new DateTimeOffset(2026, 12, 1, hour, 0, 0, TimeSpan.Zero));

    private static Task<Outcome<bool>> StateAsync(ReviewWorld world) => world.Database.Get<StateAbsence>().RunAsync(
        Guid.NewGuid(), world.World.As("Mia"), new AbsencePlan(world.World["Mia"], world.World["Noa"], LastDay, LastDay, "Holiday"), default);

    private static async Task<Outcome<Done>> ApproveAsync(ReviewWorld world) =>
        await world.Database.Get<ApproveAbsence>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), await NewestAsync(world), default);

    private static async Task<Outcome<Done>> EndAsync(ReviewWorld world) =>
        await world.Database.Get<EndAbsence>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), await NewestAsync(world), default);

    private static async Task<(DateOnly Today, AbsenceState State)> ShownAsync(ReviewWorld world)
    {
        var view = await world.Database.Get<AbsenceList>().RunAsync(world.World.As("Mia"), default);
        return (view.Today, Assert.Single(view.Lines).State);
    }

    private static async Task<long> NewestAsync(ReviewWorld world)
    {
        await using var db = world.Database.Look();
        return await db.Absences.MaxAsync(a => a.Id);
    }
}
